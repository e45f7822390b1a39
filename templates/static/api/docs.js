"use strict";

const page = document.getElementById("swagger-ui");
const night = matchMedia("(prefers-color-scheme: dark)");

// Swagger UI has dark colours, and waits to be told.
function dress() {
  document.documentElement.classList.toggle("dark-mode", night.matches);
}

night.addEventListener("change", dress);
dress();

SwaggerUIBundle({
  url: page.dataset.schema,
  domNode: page,
  deepLinking: true,
  layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis],
  // Its own validator would send the description to another host.
  validatorUrl: null,
});

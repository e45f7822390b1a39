"use strict";

const page = document.getElementById("swagger-ui");

SwaggerUIBundle({
  url: page.dataset.schema,
  domNode: page,
  deepLinking: true,
  layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis],
  // Its own validator would send the description to another host.
  validatorUrl: null,
});

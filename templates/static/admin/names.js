"use strict";

// Names for fields that Django's admin and the widgets in it leave without one: the words that
// stand beside them or above their column.
{
  const words = element => (element?.textContent ?? "").trim().replace(/\s*[:：?？]$/, "");

  const name = (element, text) => {
    if (element && text) element.setAttribute("aria-label", text);
  };

  const labelOf = field => {
    const cell = field.closest(".tabular td");
    if (cell) return words(cell.closest("table").tHead.rows[0].cells[cell.cellIndex]);
    const own = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    return words(own ?? field.closest(".flex-container")?.querySelector("label"));
  };

  const nameFields = root => {
    for (const field of root.querySelectorAll(".tabular td :is(input, select, textarea)")) {
      name(field, labelOf(field));
    }
    for (const field of root.querySelectorAll(".datetime input")) {
      name(field, `${labelOf(field)}: ${words(field.previousSibling)}`);
    }
    for (const field of root.querySelectorAll("select.select2-hidden-accessible")) {
      const shown = field.parentElement.querySelectorAll(
        ".select2-selection__rendered[role], .select2-search__field");
      for (const part of shown) name(part, labelOf(field));
    }
  };

  // Select2 comes with jQuery's "ready", a timer that may end after everything is loaded.
  window.addEventListener("load", () => setTimeout(() => {
    nameFields(document);
    const search = document.getElementById("searchbar");
    name(search, search?.form.querySelector("[type=submit]").value);
  }));
  document.addEventListener("formset:added", event => nameFields(event.target));
  document.addEventListener("prose-editor:ready", ({detail}) => {
    name(detail.editor.view.dom, labelOf(detail.textarea));
  });
}

// The arrow keys turn from entry to entry of a report, as the links above and below do; not while somebody types, and
// not where something typed would be lost.
"use strict";

(function () {
  const form = document.querySelector("form.values");
  let leaves = false;

  function isChanged() {
    return Array.from(form.querySelectorAll("[name^='cell-']")).some(function (field) {
      if (field.options) return !field.options[field.selectedIndex].defaultSelected;
      return field.value !== field.defaultValue;
    });
  }

  document.addEventListener("keydown", function (event) {
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (!rel || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, select, textarea, button, [tabindex='0']")) return;
    const link = document.querySelector("a[rel='" + rel + "']");
    if (link) link.click();
  });
  form.addEventListener("submit", function () {
    leaves = true;
  });
  window.addEventListener("beforeunload", function (event) {
    if (!leaves && isChanged()) event.preventDefault();
  });
})();

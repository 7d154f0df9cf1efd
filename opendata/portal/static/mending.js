// Cells are edited in place: a double click on any cell of the sheet turns it into a field, Escape puts back what
// stood there, and what is not kept yet is counted. Without this script cells that are wrong have their fields all the
// same, and a link below each wrong row gives fields to the whole row.
"use strict";

(function () {
  const form = document.getElementById("mending");
  const unsaved = document.getElementById("unsaved");
  let leaves = false;

  function fields() {
    return Array.from(form.querySelectorAll("[name^='cell-']"));
  }

  function count() {
    const changed = fields().filter((field) => field.value !== field.defaultValue).length;
    for (const field of fields()) field.classList.toggle("changed", field.value !== field.defaultValue);
    unsaved.textContent = changed ? form.dataset.unsaved.replace("{count}", changed) : "";
    return changed;
  }

  function addressOf(cell) {
    const row = cell.parentElement;
    const head = form.querySelector(".sheet thead tr").cells[cell.cellIndex];
    const number = /^r(\d+)$/.exec(row.id);
    return number && head ? head.firstChild.textContent.trim() + number[1] : null;
  }

  form.addEventListener("dblclick", function (event) {
    const cell = event.target.closest(".sheet tbody tr[id] td");
    if (!cell || cell.querySelector("[name^='cell-']") ) return;
    const text = Array.from(cell.childNodes)
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent)
      .join("")
      .trim();
    const address = addressOf(cell);
    if (!address || text.endsWith("…")) return;
    const field = document.createElement("input");
    field.name = "cell-" + address;
    field.defaultValue = text;
    field.autocomplete = "off";
    field.setAttribute("aria-label", form.dataset.cell.replace("{address}", address));
    for (const node of Array.from(cell.childNodes)) if (node.nodeType === Node.TEXT_NODE) node.remove();
    cell.prepend(field);
    unsaved.parentElement.hidden = false;
    field.focus();
    field.select();
  });

  form.addEventListener("input", count);
  form.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && event.target.name && event.target.name.startsWith("cell-")) {
      event.target.value = event.target.defaultValue;
      count();
    }
  });
  form.addEventListener("submit", function () {
    leaves = true;
  });
  window.addEventListener("beforeunload", function (event) {
    if (!leaves && count()) event.preventDefault();
  });
  count();
})();

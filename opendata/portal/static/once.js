// A form that is on its way is not sent a second time by a second press of its button, and shows that it is on its way.
// Without this script the service sees to it that nothing is done twice.
"use strict";

(function () {
  const PAUSE = 5000; // milliseconds, after which it may be tried again, as where a connection was lost

  function isFree(form) {
    form.removeAttribute("aria-busy");
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    setTimeout(isFree, PAUSE, form);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[aria-busy]").forEach(isFree);
  });
})();

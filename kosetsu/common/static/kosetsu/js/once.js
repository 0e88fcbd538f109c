// A second press of a POST form's button is ignored while the first is on its way; data-again allows it.
// The button stays enabled in the eyes of the browser, so its name and value are still sent.
(function () {
  "use strict";
  function buttons(form) { return Array.from(form.elements).filter(function (part) { return part.type === "submit"; }); }
  function release(form) {
    delete form.dataset.sent;
    buttons(form).forEach(function (button) { button.removeAttribute("aria-disabled"); });
  }
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "again" in form.dataset) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    buttons(form).forEach(function (button) { button.setAttribute("aria-disabled", "true"); });
  });
  // Coming back by the browser's history, or an htmx answer, makes the form usable again.
  window.addEventListener("pageshow", function () { document.querySelectorAll("form[data-sent]").forEach(release); });
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target.closest("form[data-sent]");
    if (form) release(form);
  });
})();

// The box in the table's head (hidden without script) chooses every row of the page.
(function () {
  "use strict";
  function show() { document.querySelectorAll("[data-choose-all]").forEach(function (label) { label.hidden = false; }); }
  show();
  document.addEventListener("htmx:load", show);
  document.addEventListener("change", function (event) {
    const all = event.target.closest("[data-choose-all] input");
    if (!all) return;
    all.closest("table").querySelectorAll("input[name=selected]").forEach(function (box) { box.checked = all.checked; });
  });
})();

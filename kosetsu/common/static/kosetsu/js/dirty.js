// A form with data-dirty warns before the page is left with unsaved text.
(function () {
  "use strict";
  let dirty = false;
  document.addEventListener("input", function (event) {
    if (event.target.closest("form[data-dirty]")) dirty = true;
  });
  document.addEventListener("submit", function () { dirty = false; });
  window.addEventListener("beforeunload", function (event) { if (dirty) event.preventDefault(); });
})();

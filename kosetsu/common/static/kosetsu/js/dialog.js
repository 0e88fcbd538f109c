// A hidden button with data-dialog="id" appears and opens that <dialog>.
(function () {
  "use strict";
  function show() { document.querySelectorAll("[data-dialog]").forEach(function (button) { button.hidden = false; }); }
  show();
  document.addEventListener("htmx:load", show);
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-dialog]");
    if (button) document.getElementById(button.dataset.dialog).showModal();
  });
})();

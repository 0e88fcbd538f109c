// The menu is open in the page; narrow screens begin with it closed.
(function () {
  "use strict";
  const wide = window.matchMedia("(min-width: 60rem)");
  function fit() {
    document.querySelectorAll("details[data-menu]").forEach(function (menu) { menu.open = wide.matches; });
  }
  wide.addEventListener("change", fit);
  fit();
})();

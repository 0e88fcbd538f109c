// The menu is open in the page; narrow screens begin with it closed. A list that hangs from the top closes by itself.
(function () {
  "use strict";
  const wide = window.matchMedia("(min-width: 60rem)");
  function fit() {
    document.querySelectorAll("details[data-menu]").forEach(function (menu) { menu.open = wide.matches; });
  }
  wide.addEventListener("change", fit);
  fit();

  document.querySelectorAll(".top-menu .menu-group").forEach(function (group) {
    group.addEventListener("focusout", function (event) {
      if (wide.matches && event.relatedTarget && !group.contains(event.relatedTarget)) group.open = false;
    });
    group.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !group.open) return;
      group.open = false;
      group.querySelector("summary").focus();
    });
    document.addEventListener("click", function (event) {
      if (wide.matches && !group.contains(event.target)) group.open = false;
    });
  });
})();

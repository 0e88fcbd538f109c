// j/k move along the rows of a table with data-keys, Enter opens (a link does that itself), / goes to the search, ? explains.
// One-letter keys can be switched off in the dialog (WCAG 2.1.4); the choice is kept in this browser.
(function () {
  "use strict";
  const KEY = "kosetsu-keys-off";
  function stored() { try { return window.localStorage.getItem(KEY); } catch { return null; } }
  function store(off) { try { off ? window.localStorage.setItem(KEY, "1") : window.localStorage.removeItem(KEY); } catch { /* private mode */ } }
  function links() { return Array.from(document.querySelectorAll("table[data-keys] .row-link")); }
  function move(step) {
    const all = links();
    const here = all.findIndex(function (link) { return link.closest("tr").contains(document.activeElement); });
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1)];
    if (next) next.focus();
  }
  const actions = {
    j: function () { move(1); },
    k: function () { move(-1); },
    "/": function () { const box = document.querySelector(".filter-bar [type=search]"); if (box) box.focus(); },
    "?": function () { const button = document.querySelector("[data-dialog=key-help]"); if (button) button.click(); },
  };
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || stored()) return;
    if (event.target.closest("input, select, textarea, [contenteditable], dialog")) return;
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-keys-switch]")) store(!event.target.checked);
  });
  function mark() { document.querySelectorAll("[data-keys-switch]").forEach(function (box) { box.checked = !stored(); }); }
  mark();
  document.addEventListener("htmx:load", mark);
})();

// A form with data-autosubmit sends itself when a choice, date or flag changes; typing waits for Enter or the button.
(function () {
  "use strict";
  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
  });
})();

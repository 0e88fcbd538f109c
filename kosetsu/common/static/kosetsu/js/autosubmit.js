// A form with data-autosubmit sends itself when a choice, date or flag changes; typing waits for Enter or the button.
(function () {
  "use strict";
  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
  });
  // Empty answers stay out of the address.
  document.addEventListener("formdata", function (event) {
    if (!event.target.matches("form[data-autosubmit]")) return;
    Array.from(event.formData.keys()).forEach(function (key) {
      if (event.formData.getAll(key).every(function (value) { return value === ""; })) event.formData.delete(key);
    });
  });
})();

// Parts of a form that are asked only with certain answers: shown and hidden at once. Without this file the server
// does the same whenever the draft is saved.
const parts = [...document.querySelectorAll("[data-shown-by]")];

function answers(name) {
  const fields = [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  return fields.flatMap((field) => {
    if (field.type === "checkbox" || field.type === "radio") {
      if (!field.checked) return [];
      return [field.value === "on" ? "yes" : field.value];
    }
    return [field.value];
  });
}

function asked(part) {
  const by = part.dataset.shownBy;
  const leads = parts.find((other) => other.dataset.field === by);
  if (leads && !asked(leads)) return false;
  const among = part.dataset.among.split("|");
  return answers(by).some((answer) => among.includes(answer));
}

function look() {
  for (const part of parts) part.hidden = !asked(part);
}

document.addEventListener("change", look);
look();

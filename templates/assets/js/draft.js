// Keeps what is half written in this tab only (sessionStorage), until it is sent or the person signs out.
const whose = document.querySelector(".me, .side-foot")?.textContent.trim() ?? "";
const keyOf = (form) => `draft ${whose} ${form.dataset.draft}`;
const keptFields = (form) => form.querySelectorAll("textarea[name], input[type=text][name], input[type=tel][name]");

for (const form of document.querySelectorAll("form[data-draft]")) {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
  for (const field of keptFields(form)) {
    if (kept[field.name] && !field.value.trim()) field.value = kept[field.name];
  }
  form.addEventListener("input", () => {
    const values = {};
    for (const field of keptFields(form)) {
      if (field.value !== field.defaultValue) values[field.name] = field.value;
    }
    sessionStorage.setItem(keyOf(form), JSON.stringify(values));
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(keyOf(form)));
}

document.querySelector("form[action='/sign-out']")?.addEventListener("submit", () => sessionStorage.clear());

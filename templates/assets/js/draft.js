// Keeps what is half written in this tab (sessionStorage) until it is sent or the person signs out. Forms that also keep drafts on the
// server (server_draft.js) have here what the server does not have yet.
const whose = document.querySelector(".me, .side-foot")?.textContent.trim() ?? "";
const keyOf = (form) => `draft ${whose} ${form.dataset.draft}`;
const keptFields = (form) => form.querySelectorAll("textarea[name], input[type=text][name], input[type=tel][name], input[type=email][name]");
const read = (key) => JSON.parse(sessionStorage.getItem(key) ?? "{}");
const forms = [...document.querySelectorAll("form[data-draft]")];

// What was sent is gone, unless the answer was an error that keeps the words (the session had expired), or the form itself comes back
// without one (the service was away).
const all = () => Object.keys(sessionStorage).filter((key) => key.startsWith("draft "));
const mark = (isSent) => {
  for (const key of all()) if ("isSent" in read(key)) sessionStorage.setItem(key, JSON.stringify({ ...read(key), isSent }));
};
const kept = document.querySelector(".kept form");
if (kept) {
  mark(false);
  kept.addEventListener("submit", () => mark(true));
} else if (whose) {
  const hasArrived = /^#m\d/.test(location.hash);
  for (const key of all().filter((each) => each.startsWith(`draft ${whose} `))) {
    if (read(key).isSent && (hasArrived || !forms.some((form) => keyOf(form) === key))) sessionStorage.removeItem(key);
  }
}

for (const form of forms) {
  const { values = {}, known = {}, isSent } = read(keyOf(form));
  // A form that comes back with other words than it had before the typing is the answer to what was sent, and may have taken some away: those
  // of the tab are done with.
  const isAnswer = isSent && !form.dataset.draftPlace && [...keptFields(form)].some((field) => field.name in known && field.defaultValue !== known[field.name]);
  if (isAnswer) sessionStorage.removeItem(keyOf(form));
  for (const field of isAnswer ? [] : keptFields(form)) {
    const kept = values[field.name];
    if (!kept || field.value.includes(kept)) continue;
    // The server may have more than this tab knew of, from another browser: then both stay.
    if (!field.value.trim() || field.value === known[field.name] || kept.includes(field.value)) field.value = kept;
    else if (field.matches("textarea")) field.value = `${field.value}\n\n${kept}`;
    if (field.value !== field.defaultValue) queueMicrotask(() => field.dispatchEvent(new Event("input", { bubbles: true })));
  }
  form.addEventListener("input", () => {
    const now = {}, before = {};
    for (const field of keptFields(form)) {
      if (field.value === field.defaultValue) continue;
      now[field.name] = field.value;
      before[field.name] = field.defaultValue;
    }
    sessionStorage.setItem(keyOf(form), JSON.stringify({ values: now, known: before }));
  });
  form.addEventListener("submit", () => {
    const kept = read(keyOf(form));
    if (whose && kept.values) sessionStorage.setItem(keyOf(form), JSON.stringify({ ...kept, isSent: true }));
    else sessionStorage.removeItem(keyOf(form));
  });
  form.addEventListener("draft:saved", () => {
    const kept = read(keyOf(form));
    delete kept.values?.body; // the server has the text, and nothing else
    if (Object.keys(kept.values ?? {}).length > 0) sessionStorage.setItem(keyOf(form), JSON.stringify(kept));
    else sessionStorage.removeItem(keyOf(form));
  });
}

document.querySelector("form[action='/sign-out']")?.addEventListener("submit", () => sessionStorage.clear());

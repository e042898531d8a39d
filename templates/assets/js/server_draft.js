// Keeps what is half written on the server too: two seconds after the last key, when the field is left, when the page is left. Until the
// server has it, this tab does (draft.js).
for (const form of document.querySelectorAll("form[data-draft-place]")) {
  const text = form.elements.body;
  const state = form.querySelector("[data-draft-saved]");
  let saved = text.defaultValue; // what the server knows: the tab may have put more in (draft.js)
  let timer = 0;
  let underWay = null;

  const fields = () => new URLSearchParams({ kind: form.elements.kind.value, body: text.value, idempotency_key: form.elements.idempotency_key.value });
  const say = (key) => { if (state) state.textContent = key ? state.dataset[key] : ""; };

  async function save() {
    clearTimeout(timer);
    if (text.value === saved || form.dataset.sent) return;
    const value = text.value;
    underWay?.abort();
    underWay = new AbortController();
    try {
      const answer = await fetch(form.dataset.draftPlace, { method: "POST", body: fields(), headers: { "HX-Request": "true" }, signal: underWay.signal });
      if (answer.status !== 204) throw new Error(String(answer.status));
      saved = value;
      say(value.trim() ? "draftSaved" : "");
      if (text.value === value) form.dispatchEvent(new CustomEvent("draft:saved"));
    } catch (fault) {
      if (fault.name === "AbortError") return;
      say("draftNotSaved");
      timer = setTimeout(save, 10_000);
    }
  }

  text.addEventListener("input", () => {
    say("");
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  text.addEventListener("blur", save);
  // What is being sent is no draft: nothing that is under way may come after it.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.matches("[data-not-sent]")) return;
    clearTimeout(timer);
    underWay?.abort();
  });
  addEventListener("pagehide", () => {
    if (text.value !== saved && !form.dataset.sent) navigator.sendBeacon(form.dataset.draftPlace, fields());
  });
}

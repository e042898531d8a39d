// A double tap sends once. The server keeps the same promise by the form's key; this spares it the second request.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-submit-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (form.elements.idempotency_key) reuseKey(form);
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => allowAgain(form), 10_000);
});

function allowAgain(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

// The back button may bring the page back as it was left.
addEventListener("pageshow", () => document.querySelectorAll("[data-submit-once]").forEach(allowAgain));

// A new copy of the page has a new key. Who comes back to it by the back button and sends the same once more gets what was made the first
// time: the key of the last sending is kept in this tab, with a number drawn from what was written (never the words).
function reuseKey(form) {
  const key = form.elements.idempotency_key;
  const place = `sent ${form.getAttribute("action")}`;
  const digest = digestOf(form);
  const last = JSON.parse(sessionStorage.getItem(place) ?? "{}");
  const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (cameBack && last.digest === digest) key.value = last.key;
  else sessionStorage.setItem(place, JSON.stringify({ digest, key: key.value }));
}

function digestOf(form) {
  let number = 0;
  for (const [name, value] of new FormData(form)) {
    if (name === "idempotency_key" || name === "version") continue;
    for (const letter of `${name}=${value.name ?? value}\n`) number = (Math.imul(number, 31) + letter.codePointAt(0)) | 0;
  }
  return number;
}

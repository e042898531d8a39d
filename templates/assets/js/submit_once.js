// A double tap sends once. The server keeps the same promise by the form's key; this spares it the second request.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-submit-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => allowAgain(form), 10_000);
});

function allowAgain(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

// The back button may bring the page back as it was left.
addEventListener("pageshow", () => document.querySelectorAll("[data-submit-once]").forEach(allowAgain));

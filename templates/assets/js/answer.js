// The answer card beside a new ticket. htmx fetches it; this lets its buttons choose an area, spells the receiver on the
// send button, and says a changed answer aloud once.
const card = document.getElementById("answer");
if (card) {
  const area = document.getElementById("area");
  const send = document.getElementById("send");
  const status = document.querySelector("[data-answer-status]");

  card.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose-area]");
    if (!button) return;
    event.preventDefault();
    area.value = button.dataset.chooseArea;
    area.dispatchEvent(new Event("change", { bubbles: true }));
  });

  const followCard = () => {
    const found = card.querySelector("[data-announce]");
    send.textContent = found?.dataset.sendLabel ?? send.dataset.defaultLabel;
    const words = found?.dataset.announce ?? "";
    if (status.textContent !== words) status.textContent = words;
  };
  new MutationObserver(followCard).observe(card, { childList: true });

  // A kept draft has text but no answer yet.
  const text = document.getElementById("body");
  if (text.value.trim() && card.querySelector(".answer-empty")) {
    addEventListener("load", () => text.dispatchEvent(new Event("input", { bubbles: true })));
  }
}

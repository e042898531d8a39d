// The answer cards beside a new ticket, one for each ticket of the form. htmx fetches them; this lets their buttons choose an area, spells
// the receiver on the send button, says a changed answer aloud once, and sees to it that no answer is shown for words that have changed.
const send = document.getElementById("send");
const cards = [...document.querySelectorAll("[data-answer]")];

for (const card of cards) {
  const part = card.dataset.answer;
  const texts = [document.getElementById(`body${part}`), document.getElementById(`subject${part}`)];
  const area = document.getElementById(`area${part}`);
  const section = card.closest(".answer");
  const status = section.querySelector("[data-answer-status]");
  const old = section.querySelector("[data-answer-old]");

  card.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose-area]");
    if (!button) return;
    event.preventDefault();
    choose(button.dataset.chooseArea, button.dataset.chooseName);
  });

  const choose = (row, name) => {
    if (![...area.options].some((option) => option.value === row)) area.add(new Option(name, row));
    area.value = row;
    area.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // What is under way was asked for other words.
  const outdate = () => card.dispatchEvent(new Event("htmx:abort"));
  for (const text of texts) text?.addEventListener("input", outdate);

  const mark = (isOld) => {
    old.hidden = !isOld;
    card.classList.toggle("old", isOld);
  };
  card.addEventListener("htmx:error", () => mark(!card.querySelector(".answer-empty")));
  card.addEventListener("htmx:response:error", () => mark(!card.querySelector(".answer-empty")));
  card.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.response?.status < 400) mark(false);
    follow();
  });

  const follow = () => {
    const found = card.querySelector("[data-announce]");
    if (cards.length === 1) send.textContent = found?.dataset.sendLabel ?? send.dataset.defaultLabel;
    const words = found?.dataset.announce ?? "";
    if (status.textContent !== words) status.textContent = words;
  };

  // A kept draft has text but no answer yet.
  if (texts[0].value.trim() && card.querySelector(".answer-empty")) {
    addEventListener("load", () => texts[0].dispatchEvent(new Event("input", { bubbles: true })));
  }
}

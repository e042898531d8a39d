// Marked rows: shift-click marks from the last one to this one, "Markera alla på sidan" marks without asking for the page again, and how many
// are marked is said beside what can be done with them.
const list = document.querySelector("[data-live-list]");
let last = null;
const boxes = () => [...document.querySelectorAll("[data-row] .c-mark input")];

function tellHowMany() {
  const said = document.querySelector("[data-marked]");
  const count = boxes().filter((box) => box.checked).length;
  if (!said) return;
  said.hidden = count === 0;
  if (said.lastElementChild.textContent !== String(count)) said.lastElementChild.textContent = count;
}

function markRange(to, checked) {
  const all = boxes();
  const [from, until] = [all.indexOf(last), all.indexOf(to)].sort((one, other) => one - other);
  if (from < 0) return;
  for (const box of all.slice(from, until + 1)) box.checked = checked;
}

list?.addEventListener("click", (event) => {
  const all = event.target.closest("[data-mark-all]");
  if (all) {
    event.preventDefault();
    const mark = boxes().some((box) => !box.checked);
    for (const box of boxes()) box.checked = mark;
  } else if (event.target.matches(".c-mark input")) {
    if (event.shiftKey && last) markRange(event.target, event.target.checked);
    last = event.target;
  } else return;
  tellHowMany();
});
list?.addEventListener("queue:drawn", tellHowMany);
addEventListener("pageshow", tellHowMany);

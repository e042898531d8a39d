// Keyboard: single keys only for those who have not turned them off (WCAG 2.1.4), never while typing. `?` shows the list.
// An element says its own key with data-key; links for "g" and a letter with data-goto.
const isOn = document.body.dataset.shortcuts === "on";
const help = document.getElementById("shortcuts");
const isTyping = (element) => element.isContentEditable || (element.matches("input, select, textarea") && !element.matches("[type=radio], [type=checkbox], [type=button], [type=submit]"));
let afterG = false;

function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  const here = rows.indexOf(document.activeElement.closest("[data-row]"));
  const next = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(here + step, rows.length - 1))];
  next?.querySelector("a")?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function act(element) {
  if (element.matches("[type=radio]")) {
    element.click();
    [...document.querySelectorAll(".compose textarea")].find((text) => text.offsetParent !== null)?.focus();
  } else if (isTyping(element)) {
    for (let at = element.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  } else {
    element.click();
  }
}

function go(key) {
  const link = document.querySelector(`[data-goto="${key}"]`) ?? (key === "q" ? document.querySelector(".side nav a") : null);
  link?.click();
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form && isTyping(event.target)) {
    const button = (event.shiftKey && form.querySelector("[data-send-and-close]")) || form.querySelector("[data-send]");
    if (button) {
      event.preventDefault();
      form.requestSubmit(button);
    }
    return;
  }
  if (!isOn || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (afterG) {
    afterG = false;
    go(event.key);
    return;
  }
  if (event.key === "j" || event.key === "k") moveRow(event.key === "j" ? 1 : -1);
  else if (event.key === "g") {
    afterG = true;
    setTimeout(() => (afterG = false), 1500);
  } else if (event.key === "u") {
    const back = document.querySelector("main").dataset.back;
    if (back) location.assign(back);
  } else if (event.key === "?") help?.showModal();
  else {
    const element = /^[a-z/]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (!element) return;
    event.preventDefault();
    act(element);
  }
});

if (isOn) {
  document.body.dataset.keysReady = "";
  for (const button of document.querySelectorAll("[data-open-dialog]")) {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.openDialog)?.showModal());
  }
}

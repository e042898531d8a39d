// Keyboard: single keys only for those who have not turned them off (WCAG 2.1.4), never while typing. `?` lists those that work on the page.
// An element says its own key with data-key; links for "g" and a letter with data-goto; a line of the list what it needs with data-works.
// In a queue some keys act on the rows that are marked or, when none is, on the row with the focus: by the form for several tickets.
const isOn = document.body.dataset.shortcuts === "on";
const help = document.getElementById("shortcuts");
const isTyping = (element) => element.isContentEditable || (element.matches("input, select, textarea") && !element.matches("[type=radio], [type=checkbox], [type=button], [type=submit]"));
let afterG = false;

const rowOrders = {
  a: { action: "assign", value: "me", at_once: "yes" },
  e: { action: "state", value: "resolved", at_once: "yes", leaves: true },
  A: { action: "assign" },
  s: { action: "state" },
  p: { action: "priority" },
  w: { action: "reroute" },
};

const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
const focusedRow = () => document.activeElement.closest("[data-row]");

function focusRow(row) {
  row?.querySelector("a")?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

function moveRow(step) {
  const all = rows();
  const here = all.indexOf(focusedRow());
  focusRow(all[here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(here + step, all.length - 1))]);
}

/// Sends what a key orders for some rows; false when there are none.
function order(key) {
  const form = document.getElementById("bulk");
  const row = focusedRow();
  const isAnyMarked = [...document.querySelectorAll("[data-row] .c-mark input")].some((box) => box.checked);
  if (!form || !rowOrders[key] || (!row && !isAnyMarked)) return false;
  const { leaves, at_once, ...fields } = rowOrders[key];
  if (!isAnyMarked) {
    const all = rows();
    const back = leaves ? all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1] : row;
    Object.assign(fields, { ticket: row.querySelector(".c-mark input").value, row: back?.id.slice(1) ?? "" }, at_once && { at_once });
  }
  const inputs = Object.entries(fields).map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  form.append(...inputs);
  form.requestSubmit();
  for (const input of inputs) input.remove(); // the page may come back by the back button
  return true;
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

function showHelp() {
  if (!help) return;
  for (const line of help.querySelectorAll("[data-works]")) line.hidden = !document.querySelector(line.dataset.works);
  help.showModal();
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
  else if (event.key === "x") focusedRow()?.querySelector(".c-mark input")?.click();
  else if (event.key === "g") {
    afterG = true;
    setTimeout(() => (afterG = false), 1500);
  } else if (event.key === "u") {
    const back = document.querySelector("main").dataset.back;
    const number = /^\/tickets\/(\d+)$/.exec(location.pathname)?.[1];
    const list = sessionStorage.getItem("list") ?? "";
    // To the very list one came from, with its tab and filter, and the row of the ticket.
    if (back) location.assign(number && list.split("?")[0] === back ? `${list}#t${number}` : back);
  } else if (event.key === "?") showHelp();
  else if (order(event.key)) event.preventDefault();
  else {
    const element = /^[a-zA-Z/.]$/.test(event.key) && (document.querySelector(`main [data-key="${event.key}"]`) ?? document.querySelector(`[data-key="${event.key}"]`));
    if (!element) return;
    event.preventDefault();
    act(element);
  }
});

document.addEventListener("palette:act", (event) => act(event.target));

if (document.querySelector("[data-rows]")) {
  const here = new URL(location.href);
  for (const once of ["undo", "undone", "late", "left", "mark"]) here.searchParams.delete(once);
  sessionStorage.setItem("list", here.pathname + here.search);
}

if (isOn) {
  document.body.dataset.keysReady = "";
  // When the browser has gone to the row itself, which takes the focus away.
  if (/^#t\d+$/.test(location.hash)) addEventListener("pageshow", () => setTimeout(() => focusRow(document.querySelector(location.hash))), { once: true });
  for (const button of document.querySelectorAll("[data-open-dialog]")) {
    button.hidden = false;
    button.addEventListener("click", () => (button.dataset.openDialog === "shortcuts" ? showHelp() : document.getElementById(button.dataset.openDialog)?.showModal()));
  }
}

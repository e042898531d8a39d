// Says that somebody is looking at the ticket or writing in it, and shows who else is. Only while the page is seen and used: a page that
// is left open says nothing after a while, so that it keeps nobody signed in.
const shown = document.querySelector("[data-presence]");
const place = shown?.dataset.presence;
const every = 15_000;
const isUsedFor = 5 * 60_000;
let lastUsed = Date.now();
let lastWritten = 0;

const isHere = () => document.visibilityState === "visible" && Date.now() - lastUsed < isUsedFor;
const body = (doing) => new URLSearchParams({ doing });

function tell() {
  if (!isHere()) return;
  const doing = Date.now() - lastWritten < 20_000 ? "writing" : "looking";
  fetch(place, { method: "POST", body: body(doing), headers: { "HX-Request": "true" } }).catch(() => {});
}

function look() {
  if (isHere()) shown.dispatchEvent(new CustomEvent("look"));
}

if (place) {
  for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, () => (lastUsed = Date.now()), { passive: true });
  }
  document.addEventListener("input", (event) => {
    if (!event.target.closest("[data-draft-place]")) return;
    const hasBegun = Date.now() - lastWritten > 20_000;
    lastWritten = Date.now();
    if (hasBegun) tell();
  });
  document.addEventListener("visibilitychange", () => (tell(), look()));
  document.addEventListener("live:changed", look);
  addEventListener("pagehide", () => navigator.sendBeacon(place, body("gone")));
  addEventListener("load", () => (tell(), look()));
  setInterval(() => (tell(), look()), every);
}

// The list of a queue follows what happens there: when something has changed, and now and then for who is in which ticket, the page is asked
// for again, with its own access check, and the differences are put into this one. What is marked, typed and focused stays, and the row one
// looks at stays where it is. An unchanged page is a 304.
const askAgainEvery = 20_000;
const sayAgainAfter = 30_000;
const list = document.querySelector("[data-live-list]");
const said = document.querySelector("[data-live-said]");

const known = performance.getEntriesByType("navigation")[0]?.serverTiming?.find((each) => each.name === "etag");
let tag = known ? `"${known.description}"` : ""; // of the page as it stands here
let isAsking = false;
let askOnceMore = false;
let arrived = 0;
let saidAt = -sayAgainAfter;
let sayTimer = 0;

const rows = () => [...document.querySelectorAll("[data-row]")];

/// At most every half minute, and all of what came since.
function say() {
  clearTimeout(sayTimer);
  const wait = saidAt + sayAgainAfter - performance.now();
  if (arrived === 0) return;
  if (wait > 0) {
    sayTimer = setTimeout(say, wait);
    return;
  }
  said.textContent = arrived === 1 ? said.dataset.one : said.dataset.many.replace("#", arrived);
  arrived = 0;
  saidAt = performance.now();
}

/// What the eye rests on: the row with the focus, else the first one in sight.
function anchor() {
  const row = document.activeElement?.closest("[data-row]") ?? rows().find((each) => each.getBoundingClientRect().top >= 0);
  return row && { id: row.id, top: row.getBoundingClientRect().top };
}

async function put(fresh) {
  const before = new Set(rows().map((row) => row.id));
  const order = rows();
  const focus = document.activeElement;
  const focusRow = focus?.closest("[data-row]");
  const place = order.indexOf(focusRow);
  const eye = anchor();
  const side = fresh.querySelector("[aria-labelledby=side-queues]");
  for (const [here, there] of [[list, fresh.querySelector("main")], [document.querySelector("[aria-labelledby=side-queues]"), side]]) {
    if (here && there) await htmx.swap({ sourceElement: here, target: here, text: there.innerHTML, swap: "innerMorph" });
  }
  if (focus && focus !== document.activeElement && focus.isConnected) focus.focus({ preventScroll: true });
  else if (focusRow && !focusRow.isConnected) rows()[Math.min(place, rows().length - 1)]?.querySelector("a")?.focus({ preventScroll: true });
  const same = eye && document.getElementById(eye.id);
  if (same) scrollBy(0, same.getBoundingClientRect().top - eye.top);
  const come = rows().filter((row) => !before.has(row.id));
  for (const row of come) row.classList.add("arrived");
  arrived += come.length;
  say();
  list.dispatchEvent(new CustomEvent("queue:drawn"));
}

async function ask() {
  if (isAsking) {
    askOnceMore = true;
    return;
  }
  isAsking = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html", "Ansvar-Background": "1", ...(tag && { "If-None-Match": tag }) } });
    // Signed out, or the queue is not theirs any more: the next click says so.
    if (answer.status === 200 && !answer.redirected) {
      const newTag = answer.headers.get("ETag") ?? "";
      await put(new DOMParser().parseFromString(await answer.text(), "text/html"));
      tag = newTag;
    }
  } catch {
    // The network is away; the next change asks again.
  }
  isAsking = false;
  if (askOnceMore) {
    askOnceMore = false;
    ask();
  }
}

if (list && said) {
  const address = new URL(location.href);
  address.searchParams.delete("left"); // what was said once, by layout's notice, is not said again
  if (address.href !== location.href) history.replaceState(history.state, "", address);
  list.addEventListener("live:changed", ask);
  setInterval(() => document.visibilityState === "visible" && ask(), askAgainEvery);
}

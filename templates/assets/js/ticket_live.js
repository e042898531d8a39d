// A ticket's page follows what happens to it: when something has changed the page is asked for again, with its own access check, and its
// parts (data-live-part) are put where they stand. What is typed, focused and folded open stays. What is being written can be sent, for the
// new has been shown; other forms keep the version they were made for, since what they offer is as old.
const page = document.querySelector("main[data-live-ticket]");
const said = document.querySelector("[data-live-new]");
let isAsking = false;
let askOnceMore = false;

const messagesOf = (root) => root.querySelectorAll(".message").length;

async function put(fresh) {
  const before = messagesOf(page);
  for (const part of page.querySelectorAll("[data-live-part]")) {
    const there = fresh.querySelector(`[data-live-part="${part.dataset.livePart}"]`);
    if (!there) continue;
    const focus = document.activeElement;
    const freshDetails = there.querySelectorAll("details");
    part.querySelectorAll("details").forEach((details, at) => freshDetails[at]?.toggleAttribute("open", details.open));
    await htmx.swap({ sourceElement: part, target: part, text: there.innerHTML, swap: "innerMorph" });
    if (focus !== document.activeElement && focus.isConnected) focus.focus({ preventScroll: true });
  }
  for (const form of page.querySelectorAll(".compose, .my-reply")) {
    const version = fresh.querySelector(`[data-draft="${form.dataset.draft}"] input[name=version]`);
    if (version) form.elements.version.value = version.value;
  }
  if (messagesOf(page) > before) said.textContent = said.dataset.liveNew;
}

async function ask() {
  if (isAsking) {
    askOnceMore = true;
    return;
  }
  isAsking = true;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html", "Ansvar-Background": "1" } });
    if (answer.status === 200 && !answer.redirected) await put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The network is away; the next change asks again.
  }
  isAsking = false;
  if (askOnceMore) {
    askOnceMore = false;
    ask();
  }
}

if (page && said) page.addEventListener("live:changed", ask);

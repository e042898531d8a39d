// A ticket's page follows what happens to it: when something has changed the page is asked for again, with its own access check, and its
// parts (data-live-part) are put where they stand. What is typed, focused and folded open stays, and so do the forms, which get the version
// that is now read.
const page = document.querySelector("main[data-live-ticket]");
const said = document.querySelector("[data-live-new]");
let isAsking = false;
let askOnceMore = false;

const messagesOf = (root) => root.querySelectorAll(".message").length;

async function put(fresh) {
  const before = messagesOf(page);
  for (const part of page.querySelectorAll("[data-live-part]")) {
    const there = fresh.querySelector(`[data-live-part="${part.dataset.livePart}"]`);
    if (there && there.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) {
      await htmx.swap({ sourceElement: part, target: part, text: there.innerHTML, swap: "innerMorph" });
    }
  }
  const version = fresh.querySelector("input[name=version]")?.value;
  if (version) for (const field of document.querySelectorAll("input[name=version]")) field.value = version;
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

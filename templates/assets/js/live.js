// Live updates. What an element shows is named by data-live="queue:ITS" (or "ticket:1042"; several with blanks between). When that has changed
// on the server, by whomever, the element gets the bubbling event "live:changed" with detail.topic, at most once in 300 ms. What has changed
// is not told: ask for it as for any page.
//   with htmx:    <div data-live="queue:ITS" hx-get="/queues/ITS" hx-select="#list" hx-trigger="live:changed from:self">
//   with script:  element.addEventListener("live:changed", (event) => …)
// One's own changes come back too. All topics of a page share one stream, which is open only while the page is seen; what changed meanwhile
// is told when it is seen again. Where streams do not get through, the server is asked every 20 s. Elements may come and go with htmx.
const gatherFor = 300;
const pollEvery = 20_000;
const mostFailures = 3;
const pollsBeforeNextTry = 15;

let source = null; // the open stream
let asked = ""; // what it was opened for
let number = null; // of the newest change known here
let tag = ""; // of the last answer to a poll
let failures = 0;
let round = 0; // an answer to an earlier round is of no interest
let timer = 0;
const waiting = new Map();

const elements = () => [...document.querySelectorAll("[data-live]")];
const topicsOf = (element) => element.dataset.live.split(/ (?=queue:|ticket:)/); // a role's code may hold a blank itself
const topics = () => [...new Set(elements().flatMap(topicsOf))].sort();
const question = () => new URLSearchParams(topics().map((topic) => [topic.slice(0, topic.indexOf(":")), topic.slice(topic.indexOf(":") + 1)])).toString();

function tell(topic) {
  waiting.delete(topic);
  for (const element of elements()) {
    if (topicsOf(element).includes(topic)) element.dispatchEvent(new CustomEvent("live:changed", { bubbles: true, detail: { topic } }));
  }
}

function changed(topic) {
  if (!waiting.has(topic)) waiting.set(topic, setTimeout(tell, gatherFor, topic));
}

function stop() {
  round += 1;
  clearTimeout(timer);
  source?.close();
  source = null;
}

function start() {
  stop();
  asked = question();
  if (!asked || document.visibilityState !== "visible") return;
  if (failures < mostFailures && "EventSource" in window) listen();
  else poll(round, pollsBeforeNextTry);
}

function listen() {
  source = new EventSource(`/live?${asked}${number === null ? "" : `&since=${number}`}`);
  source.addEventListener("opened", (event) => {
    // A tab that was opened in the background is older than what a new stream tells of (10 s).
    if (number === null && Date.now() - performance.timeOrigin > 9000) topics().forEach(changed);
    number = Number(event.data);
    failures = 0;
  });
  source.addEventListener("changed", (event) => {
    number = Number(event.lastEventId);
    changed(event.data);
  });
  source.addEventListener("error", () => {
    failures += 1;
    // A stream that has ended is opened again by the browser; one that was refused is not.
    if (failures < mostFailures && source.readyState !== EventSource.CLOSED) return;
    stop();
    timer = setTimeout(start, 2000 + Math.random() * 2000);
  });
}

async function poll(ownRound, left) {
  let known = null;
  try {
    const answer = await fetch(`/live/number?${asked}`, { headers: { Accept: "application/json", "Ansvar-Background": "1", ...(tag && { "If-None-Match": tag }) } });
    if (answer.status === 401 || answer.status === 404) return; // signed out, or not theirs any more
    if (answer.ok) {
      known = (await answer.json()).number;
      tag = answer.headers.get("ETag");
    }
  } catch {
    // The network is away; it may come back.
  }
  if (ownRound !== round) return;
  if (known !== null && (number === null || known > number)) {
    number = known;
    topics().forEach(changed);
  }
  if (left === 0) failures = 0;
  timer = left === 0 ? setTimeout(start, pollEvery) : setTimeout(poll, pollEvery, ownRound, left - 1);
}

document.addEventListener("visibilitychange", () => {
  failures = 0;
  start();
});
addEventListener("pageshow", (event) => event.persisted && start());
document.addEventListener("htmx:after:swap", () => question() !== asked && start());
start();

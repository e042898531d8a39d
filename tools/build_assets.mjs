// Makes the folder of files that browsers fetch: node tools/build_assets.mjs OUT
// Takes our own from templates/assets and what we use of Designsystemet, htmx and lucide from node_modules. Needs node 18 or newer,
// no network. The service adds content hashes and compresses; here names stay plain.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { reference } from "./api_reference.mjs";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");
const assets = join(top, "templates/assets");
const modules = process.env.ANSVAR_NODE_MODULES ?? join(top, "node_modules");

/// One stylesheet for each kind of page, so that a page asks for one; their parts stay one file each.
const stylesheets = {
  "css/staff.css": ["tokens", "designsystemet", "ground", "bar", "fields", "status", "new_ticket", "plain", "conversation", "written", "beside", "tabs", "figures", "report", "reference", "schedule", "matrix", "search", "undo_bar", "print"],
  "css/agent.css": ["tokens", "designsystemet", "ground", "shell", "fields", "status", "tabs", "queue", "conversation", "written", "ticket", "figures", "beside", "composer", "search", "undo_bar", "print"],
};

const scripts = {
  "js/staff.js": ["focus_first", "submit_once", "draft", "files", "search_select", "answer", "open_details", "shortcuts", "live", "ticket_live", "undo", "palette"],
  "js/agent.js": ["focus_first", "submit_once", "draft", "server_draft", "presence", "suggest", "receiver_button", "files", "search_select", "open_details", "marks", "shortcuts", "live", "queue_live", "ticket_live", "undo", "palette"],
};

/// Designsystemet's components that our pages use.
const components = ["button", "input"];

/// Icons by the name in our sprite and lucide's.
const icons = {
  "arrow-up": "arrow-up", chart: "chart-column", clock: "clock", grid: "layout-grid", inbox: "inbox", list: "list", lock: "lock",
  mail: "mail", "mail-x": "mail-x", paperclip: "paperclip", plus: "plus", reply: "reply", send: "send", search: "search", shield: "shield-alert", users: "users",
};

function fail(message) {
  console.error(`build_assets: ${message}`);
  process.exit(1);
}

function read(...path) {
  const file = join(...path);
  if (!existsSync(file)) fail(`${file} is missing${file.startsWith(modules) ? " (run npm ci first)" : ""}`);
  return readFileSync(file, "utf8");
}

function withoutComments(css) {
  return css.replace(/\/\*[^]*?\*\//g, "").replace(/\s+/g, " ").replace(/ ?([{};,]) ?/g, "$1").replace(/: /g, ":").replace(/;}/g, "}").trim();
}

function designsystemet() {
  const css = components.map((name) => read(modules, "@digdir/designsystemet-css/dist/src", `${name}.css`)).join("");
  const theme = read(assets, "css/designsystemet.css");
  const missing = [...new Set([...css.matchAll(/var\((--ds-[\w-]+)/g)].map((hit) => hit[1]))].filter((name) => !theme.includes(`${name}:`));
  if (missing.length) fail(`templates/assets/css/designsystemet.css lacks ${missing.join(", ")}`);
  // A layer, so that our own rules win without being longer.
  return `@layer ds{${css}}`;
}

function stylesheet(parts) {
  const own = parts.map((name) => withoutComments(read(assets, "css", `${name}.css`)));
  return `${designsystemet()}${own.join("")}\n`;
}

/// Each behaviour in a block of its own: nothing it declares is seen by the next. A page that is drawn ahead of its reader does nothing until
/// somebody looks at it, and is told then what it has waited for in vain; when it is older than what a stream of changes tells of (js/live.js),
/// it is asked for again instead.
function script(parts) {
  const body = (text) => text.replace(/^\s*\/\/.*\n/gm, "").replace(/^ +/gm, "").replace(/\n+/g, "\n");
  const blocks = parts.map((name) => `{\n${body(read(assets, "js", `${name}.js`))}}\n`).join("");
  return `"use strict";
{
const begin = () => {
${blocks}};
const show = () => {
if (Date.now() - performance.timeOrigin > 9000) return location.reload();
window.htmx?.process(document.body);
begin();
if (document.readyState === "complete") for (const missed of ["load", "pageshow"]) dispatchEvent(new Event(missed));
};
if (document.prerendering) document.addEventListener("prerenderingchange", show, { once: true });
else begin();
}
`;
}

function symbol(name, svg) {
  const box = svg.match(/viewBox="([^"]+)"/)?.[1] ?? fail(`icon ${name} has no viewBox`);
  const shapes = svg.replace(/<!--[^]*?-->/g, "").replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>[^]*$/, "").replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="${box}">${shapes}</symbol>`;
}

function sprite() {
  const own = readdirSync(join(assets, "icons")).sort().map((file) => symbol(file.replace(/\.svg$/, ""), read(assets, "icons", file)));
  const lucide = Object.entries(icons).map(([name, file]) => symbol(name, read(modules, "lucide-static/icons", `${file}.svg`)));
  return `<svg xmlns="http://www.w3.org/2000/svg">${[...own, ...lucide].join("\n")}</svg>\n`;
}

function main() {
  const out = process.argv[2] ?? fail("say where: node tools/build_assets.mjs OUT");
  const files = {
    ...Object.fromEntries(Object.entries(stylesheets).map(([name, parts]) => [name, stylesheet(parts)])),
    ...Object.fromEntries(Object.entries(scripts).map(([name, parts]) => [name, script(parts)])),
    "js/htmx.js": read(modules, "htmx.org/dist/htmx.min.js").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"),
    "sprite.svg": sprite(),
    "favicon.svg": read(assets, "favicon.svg"),
    "ahead.rules.json": JSON.stringify(JSON.parse(read(assets, "ahead.rules.json"))),
    "api/reference.html": reference(parse(read(top, "templates/api/openapi.yaml"))),
  };
  rmSync(out, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), text);
  }
}

main();

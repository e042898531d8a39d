// Renders every sample view of tests/snapshots/views in both languages and serves them with the real headers.
import { createServer } from "node:http";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { Templates, readTexts } from "./mustache.mjs";

const top = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const views = join(top, "tests/snapshots/views");
const templates = join(top, "templates");
const json = (file) => JSON.parse(readFileSync(file, "utf8"));
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const types = { css: "text/css", js: "text/javascript", svg: "image/svg+xml", html: "text/html; charset=utf-8" };
const agentPages = new Set(["tickets/alike", "tickets/bulk", "tickets/queue", "tickets/queue_filter", "tickets/saved_view", "tickets/show_agent"]);
const signedOut = new Set(["identity/sign_in", "identity/link_sent", "identity/use_link", "tickets/confirm", "tickets/confirm_sent"]);

/// Names of the sample views of whole pages: "tickets/new", "tickets/new.errors" …
export function samples() {
  return readdirSync(views, { recursive: true }).filter((file) => file.endsWith(".json") && !file.startsWith("parts/")).map((file) => file.replace(/\.json$/, "")).sort();
}

export function renderSample(sample, language = "sv") {
  const page = sample.split(".")[0];
  const engine = new Templates(templates, readTexts(join(templates, "text"), language));
  const view = json(join(views, `${sample}.json`));
  if (page === "error/bare") return engine.render(`pages/${page}.html`, { ...view, lang: language });
  const layout = agentPages.has(page) ? "layout_agent" : "layout";
  const around = { ...json(join(views, `parts/${layout}.json`)), lang: language };
  if (signedOut.has(page)) around.person = false;
  const whole = { ...around, ...view };
  whole.content = engine.render(`pages/${page}.html`, whole);
  return engine.render(`parts/${layout}.html`, whole);
}

/// Serves the samples at /<sample>?language=sv, assets from `assets`; POST /tickets/new/answer answers the card.
export function serve(assets) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://localhost");
    const answer = (type, body, status = 200) => {
      const packed = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: type === "html" ? 5 : 11 } });
      response.writeHead(status, { "content-type": types[type], "content-encoding": "br", "content-security-policy": csp, "x-content-type-options": "nosniff" });
      response.end(packed);
    };
    if (url.pathname === "/tickets/new/answer") {
      const engine = new Templates(templates, readTexts(join(templates, "text"), "sv"));
      return answer("html", engine.render("parts/answer_card.html", json(join(views, "parts/answer_card.json"))));
    }
    const asset = url.pathname.startsWith("/assets/") && join(assets, url.pathname.slice(8));
    if (asset && existsSync(asset)) return answer(asset.split(".").at(-1), readFileSync(asset));
    const sample = url.pathname.slice(1);
    if (!samples().includes(sample)) return answer("html", "no such page", 404);
    return answer("html", renderSample(sample, url.searchParams.get("language") ?? "sv"));
  });
  return new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(server)));
}

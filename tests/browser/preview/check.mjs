// Looks at every sample page without the service: strict rendering, html-validate, axe, width, headers, weight, screenshots.
//   node tests/browser/preview/check.mjs ASSETS [SHOTS] [only-this-page]
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";
import { renderSample, samples, serve } from "./site.mjs";

const [assets, shots, only] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const pages = samples().filter((name) => !only || name === only);
let faults = 0;
const fault = (text) => {
  faults += 1;
  console.log(`  fault: ${text}`);
};

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: { "attr-quotes": ["error", { style: "double", unquoted: false }], "no-inline-style": "error", "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }], "void-style": "off", "long-title": "off", "no-trailing-whitespace": "off", "no-implicit-button-type": "error",
    "prefer-native-element": "off", "tel-non-breaking": "off", "wcag/h30": "error", "no-raw-characters": "error", "aria-label-misuse": ["error", { allowAnyNamable: true }] },
});
/// The rows of a table in a form, read in their order.
const isRow = (message) => message.ruleId === "form-dup-name" && /"(claim_(value|role)|ticket)"/.test(message.message);
for (const name of pages) {
  for (const language of ["sv", "en"]) {
    const report = await validator.validateString(renderSample(name, language).replace(/content='(\{[^']*\})'/, 'content="{}"'));
    for (const message of report.results.flatMap((result) => result.messages).filter((message) => !isRow(message))) fault(`${name} ${language} ${message.line}:${message.column} ${message.message} (${message.ruleId})`);
  }
}

const server = await serve(assets);
const origin = `http://127.0.0.1:${server.address().port}`;
const launch = (...more) => chromium.launch({ executablePath: "/usr/bin/chromium", args: [...flags, ...more] });
const browser = await launch();
const largeText = await launch("--blink-settings=defaultFontSize=32");

async function look(name, { width, scheme, language = "sv", script = true, textScale = 1 }) {
  const context = await (textScale === 2 ? largeText : browser).newContext({ viewport: { width, height: width < 600 ? 844 : 900 }, colorScheme: scheme, bypassCSP: true, javaScriptEnabled: script, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${origin}/${name}?language=${language}`);
  if (textScale === "two") await page.addStyleTag({ content: ":root { font-size: 200% !important }" });
  const place = `${name} ${width} ${scheme} ${language}${script ? "" : " no script"}${textScale === 1 ? "" : ` text ×${textScale}`}`;
  if (script) {
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) {
      const wide = await page.evaluate(() => [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 3).map((element) => element.outerHTML.slice(0, 80)));
      fault(`${place} is ${over} px too wide: ${wide.join(" | ")}`);
    }
    if (textScale === 1) {
      await page.addScriptTag({ content: axe });
      const result = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), tags);
      for (const violation of result.violations) fault(`${place} axe ${violation.id}: ${violation.nodes[0].target} ${violation.nodes[0].failureSummary.split("\n")[1]}`);
    }
  }
  if (shots && textScale === 1) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name.replaceAll("/", "-")}-${width}${scheme === "dark" ? "-dark" : ""}${script ? "" : "-noscript"}.png`), fullPage: width > 600 && process.env.FULL === "1" });
  }
  await context.close();
}

for (const name of pages) {
  console.log(name);
  for (const width of [1280, 390]) for (const scheme of ["light", "dark"]) await look(name, { width, scheme });
  await look(name, { width: 320, scheme: "light", language: "en" });
  for (const textScale of [2, "two"]) await look(name, { width: 1280, scheme: "light", textScale });
}
for (const name of ["tickets/new", "tickets/show_agent"].filter((page) => pages.includes(page))) await look(name, { width: 390, scheme: "light", script: false });

// Under the real headers: nothing refused, and what a cold visit weighs.
for (const name of pages) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const refused = [];
  await page.exposeFunction("tellRefused", (what) => refused.push(what));
  await page.addInitScript(() => document.addEventListener("securitypolicyviolation", (event) => window.tellRefused(`${event.violatedDirective} ${event.blockedURI}`)));
  page.on("pageerror", (error) => fault(`${name} script: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && fault(`${name} console: ${message.text()}`));
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  let requests = 0;
  session.on("Network.loadingFinished", (event) => {
    bytes += event.encodedDataLength;
    requests += 1;
  });
  await page.goto(`${origin}/${name}`, { waitUntil: "networkidle" });
  refused.forEach((what) => fault(`${name} refused ${what}`));
  console.log(`${name}: ${(bytes / 1000).toFixed(1)} kB in ${requests} requests`);
  if (bytes > 40_000 || requests > 7) fault(`${name} weighs ${bytes} bytes in ${requests} requests`);
  await context.close();
}

await Promise.all([browser.close(), largeText.close()]);
server.close();
console.log(faults ? `${faults} faults` : `${pages.length} pages without faults`);
process.exitCode = faults ? 1 : 0;

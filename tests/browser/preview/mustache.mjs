// The template language of src/web/templates.hpp, as small as it can be: for looking at pages before or without the service.
// Strict like the real one: a name the view lacks is an error.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (sign) => escapes[sign]);
const isEmpty = (value) => value === false || value === null || value === "" || value === 0 || (Array.isArray(value) && value.length === 0);

/// All texts of a language: sv.txt, sv.mailed.txt and whatever else stands beside them.
export function readTexts(folder, language) {
  const texts = {};
  for (const file of readdirSync(folder).filter((name) => name.startsWith(`${language}.`) && name.endsWith(".txt"))) {
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      const pair = line.match(/^([^#\s][^=]*?) = (.*)$/);
      if (pair) texts[pair[1]] = pair[2];
      else if (line.trim() && !line.startsWith("#")) throw new Error(`${file}: ${line}`);
    }
  }
  return texts;
}

export class Templates {
  constructor(folder, texts) {
    this.folder = folder;
    this.texts = texts;
    this.parsed = new Map();
  }

  render(name, view) {
    return this.#section(this.#tree(name), [view], name);
  }

  #tree(name) {
    if (!this.parsed.has(name)) this.parsed.set(name, parse(readFileSync(join(this.folder, name), "utf8"), name));
    return this.parsed.get(name);
  }

  #section(nodes, stack, file) {
    return nodes.map((node) => this.#node(node, stack, file)).join("");
  }

  #node(node, stack, file) {
    if (typeof node === "string") return node;
    const { sign, name, children } = node;
    if (sign === ">") return this.#section(this.#tree(`${name}.html`), stack, name);
    if (name.startsWith("t:")) return escapeHtml(this.texts[name.slice(2)] ?? fail(`${file}: no text ${name}`));
    if (name.startsWith("asset:")) return `/assets/${name.slice(6)}`;
    const value = lookUp(name, stack, file);
    if (sign === "#") {
      if (isEmpty(value)) return "";
      if (Array.isArray(value)) return value.map((item) => this.#section(children, [...stack, item], file)).join("");
      return this.#section(children, value === true ? stack : [...stack, value], file);
    }
    if (sign === "^") return isEmpty(value) ? this.#section(children, stack, file) : "";
    return sign === "{" ? String(value) : escapeHtml(value);
  }
}

function fail(message) {
  throw new Error(message);
}

function lookUp(name, stack, file) {
  if (name === ".") return stack.at(-1);
  const [first, ...rest] = name.split(".");
  let value = stack.findLast((frame) => frame !== null && typeof frame === "object" && first in frame)?.[first];
  for (const step of rest) value = value?.[step];
  return value === undefined ? fail(`${file}: the view lacks ${name}`) : value;
}

function parse(source, file) {
  // A tag alone on its line takes the line with it.
  const text = source.replace(/^[ \t]*(\{\{[#^/>!][^}]*\}\})[ \t]*\n/gm, "$1").replace(/\{\{![^]*?\}\}/g, "");
  const root = { children: [] };
  const open = [root];
  let last = 0;
  for (const tag of text.matchAll(/\{\{\{(.+?)\}\}\}|\{\{([#^/>]?)\s*(.+?)\s*\}\}/g)) {
    open.at(-1).children.push(text.slice(last, tag.index));
    last = tag.index + tag[0].length;
    const [sign, name] = tag[1] ? ["{", tag[1].trim()] : [tag[2], tag[3]];
    if (sign === "/") {
      if (open.pop().name !== name) fail(`${file}: ${tag[0]} closes nothing`);
      continue;
    }
    const node = { sign, name, children: [] };
    open.at(-1).children.push(node);
    if (sign === "#" || sign === "^") open.push(node);
  }
  if (open.length > 1) fail(`${file}: ${open.at(-1).name} is not closed`);
  root.children.push(text.slice(last));
  return root.children;
}

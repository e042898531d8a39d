// The API's contract as a page that a person reads: the inner HTML of /help/api. The contract is in English; the page around it speaks both.
const escape = text => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const words = text => escape(text).replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>").replace(/`(.+?)`/g, "<code>$1</code>").replace(/\*(.+?)\*/g, "<em>$1</em>");
const paragraphs = text => (text ?? "").trim().split(/\n\s*\n/).filter(Boolean).map(part => `<p>${words(part)}</p>`).join("");
const named = reference => reference.split("/").at(-1);
const anchor = name => `<a href="#schema-${escape(name)}"><code>${escape(name)}</code></a>`;
const methods = ["get", "post", "put", "patch", "delete"];

/** A table that moves by itself on a small screen. */
function table(label, heads, rows) {
  const cells = (row, cell) => row.map(text => `<${cell} class="left"${cell === "th" ? ' scope="col"' : ""}>${text}</${cell}>`).join("");
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escape(label)}"><table class="figures"><thead><tr>${cells(heads, "th")}</tr></thead><tbody>` +
    rows.map(row => `<tr>${cells(row, "td")}</tr>`).join("") + "</tbody></table></div>";
}

/** What a value is, in few words. */
function kind(schema) {
  if (schema.$ref) return anchor(named(schema.$ref));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(kind).join(" or ");
  if (schema.allOf) return schema.allOf.map(part => (part.$ref ? kind(part) : "and more")).join(", ");
  if (schema.enum) return schema.enum.map(value => `<code>${escape(value)}</code>`).join(", ");
  if (schema.type === "array" || schema.type?.[0] === "array") return `list of ${kind(schema.items)}`;
  const type = [schema.type ?? "anything"].flat().join(" or ");
  const limits = [schema.format, schema.minimum !== undefined && `from ${schema.minimum}`, schema.maximum !== undefined && `to ${schema.maximum}`,
    schema.maxLength && `at most ${schema.maxLength} characters`, schema.default !== undefined && `${schema.default} unless told`].filter(Boolean);
  return escape([type, ...limits].join(", "));
}

const fields = schema => (schema.allOf ?? [schema]).flatMap(part =>
  Object.entries(part.properties ?? {}).map(([name, value]) => [`<code>${escape(name)}</code>${part.required?.includes(name) ? " *" : ""}`, kind(value), words(value.description ?? "")]));

function fieldTable(label, schema) {
  const rows = fields(schema);
  return rows.length ? table(label, ["Field", "What it is", "What it says"], rows) : "";
}

function curl(method, path, example) {
  const lines = [`curl -X ${method} "$ANSVAR${path}"`, '  -H "Authorization: Bearer $TOKEN"'];
  if (example !== undefined) lines.push('  -H "Content-Type: application/json"', `  -d '${JSON.stringify(example)}'`);
  return `<pre tabindex="0"><code>${escape(lines.join(" \\\n"))}</code></pre>`;
}

function operation(contract, path, item, method) {
  const resolve = part => (part.$ref ? part.$ref.slice(2).split("/").reduce((at, name) => at[name.replaceAll("~1", "/")], contract) : part);
  const it = item[method], body = it.requestBody && resolve(it.requestBody).content["application/json"];
  const scope = it.security?.[0]?.token?.[0];
  const parameters = [...(item.parameters ?? []), ...(it.parameters ?? [])].map(resolve)
    .map(one => [`<code>${escape(one.name)}</code>${one.required ? " *" : ""}`, `${escape(one.in)}: ${kind(one.schema)}`, words(one.description ?? "")]);
  const schema = body && resolve(body.schema);
  const example = body?.example ?? Object.values(body?.examples ?? {})[0]?.value;
  const answers = Object.entries(it.responses).map(([status, answer]) => {
    const content = Object.values(resolve(answer).content ?? {})[0]?.schema;
    return [`<code>${status}</code>`, content ? kind(content) : "", words(resolve(answer).description ?? "")];
  });
  return `<h3 id="${escape(it.operationId)}">${words(it.summary)}</h3><p><code>${method.toUpperCase()} ${escape(path)}</code>${scope ? `, scope <code>${escape(scope)}</code>` : ""}</p>` +
    paragraphs(it.description) + (parameters.length ? table(`Parameters: ${it.summary}`, ["Parameter", "What it is", "What it says"], parameters) : "") +
    (schema ? fieldTable(`Body: ${it.summary}`, schema) : "") + curl(method.toUpperCase(), path, example) + table(`Answers: ${it.summary}`, ["Status", "Body", "When"], answers);
}

export function reference(contract) {
  const all = Object.entries(contract.paths).flatMap(([path, item]) => methods.filter(method => item[method]).map(method => ({ path, item, method, it: item[method] })));
  const sections = contract.tags.map(tag => {
    const own = all.filter(({ it }) => it.tags.includes(tag.name));
    return `<h2 id="${escape(tag.name)}">${escape(tag.name[0].toUpperCase() + tag.name.slice(1))}</h2>${paragraphs(tag.description)}` +
      own.map(({ path, item, method }) => operation(contract, path, item, method)).join("");
  });
  const schemas = Object.entries(contract.components.schemas).map(([name, schema]) =>
    `<h3 id="schema-${escape(name)}">${escape(name)}</h3>${paragraphs(schema.description)}${fieldTable(name, schema) || `<p>${kind(schema)}</p>`}`);
  return `${paragraphs(contract.info.description)}${sections.join("")}<h2 id="schemas">What the fields hold</h2><p>A field with * is always there.</p>${schemas.join("")}\n`;
}

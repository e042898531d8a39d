// Suggestions while one writes: "/" first on a line for canned replies, "@" for names. The list belongs to the text field: arrows choose,
// Enter and Tab take, Esc closes; what is typed goes on in the field.
const lists = new Map();
const load = (url) => {
  if (!lists.has(url)) lists.set(url, fetch(url, { headers: { "HX-Request": "true" } }).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []));
  return lists.get(url);
};
const fold = (text) => text.toLocaleLowerCase();
const most = 8;

class Suggestions {
  constructor(text) {
    this.text = text;
    this.shown = [];
    this.chosen = -1;
    this.list = document.createElement("ul");
    this.list.id = `${text.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    this.told = document.createElement("p");
    this.told.className = "sr";
    this.told.setAttribute("role", "status");
    text.after(this.list, this.told);
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-haspopup", "listbox");
    text.addEventListener("input", () => this.update());
    text.addEventListener("keydown", (event) => this.key(event));
    text.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const at = [...this.list.children].indexOf(event.target.closest("[role=option]"));
      if (at >= 0) this.take(at);
    });
  }

  // What is being asked for: the words between the mark and the cursor.
  asked() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const { suggestCanned, suggestNames } = this.text.dataset;
    const canned = suggestCanned && before.match(/(?:^|\n)\/([^\n]{0,60})$/);
    if (canned) return { url: suggestCanned, words: canned[1], from: before.length - canned[1].length - 1, label: this.text.dataset.cannedLabel };
    const name = suggestNames && before.match(/(?:^|[^\p{L}\p{N}])@([\p{L}][\p{L}\p{N} .'-]{0,40})?$/u);
    if (name) return { url: suggestNames, words: name[1] ?? "", from: before.length - (name[1] ?? "").length - 1, label: this.text.dataset.namesLabel };
    return null;
  }

  async update() {
    const asked = this.asked();
    if (!asked) return this.close();
    const all = await load(asked.url);
    const now = this.asked();
    if (!now || now.from !== asked.from) return;
    const words = fold(now.words.trim()).split(/\s+/).filter(Boolean);
    this.found = now;
    this.shown = all.filter((one) => words.every((word) => fold(` ${one.name}`).includes(one.text === undefined ? ` ${word}` : word))).slice(0, most);
    if (!this.shown.length) return this.close();
    this.show();
  }

  show() {
    this.list.setAttribute("aria-label", this.found.label);
    this.list.replaceChildren(...this.shown.map((one, at) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${at}`;
      option.setAttribute("role", "option");
      const name = document.createElement("b");
      name.textContent = one.name;
      const more = document.createElement("span");
      more.textContent = one.more;
      option.append(name, " ", more);
      return option;
    }));
    if (this.list.hidden) this.told.textContent = `${this.text.dataset.countLabel} ${this.shown.length}`;
    this.list.hidden = false;
    this.text.setAttribute("aria-controls", this.list.id);
    this.choose(0);
  }

  choose(at) {
    this.chosen = (at + this.shown.length) % this.shown.length;
    [...this.list.children].forEach((option, each) => option.setAttribute("aria-selected", String(each === this.chosen)));
    this.text.setAttribute("aria-activedescendant", `${this.list.id}-${this.chosen}`);
    this.list.children[this.chosen].scrollIntoView({ block: "nearest" });
  }

  close() {
    this.list.hidden = true;
    this.told.textContent = "";
    this.text.removeAttribute("aria-activedescendant");
    this.text.removeAttribute("aria-controls");
  }

  take(at) {
    const one = this.shown[at];
    const end = this.text.selectionStart;
    const put = one.text ?? `@${one.name} `;
    this.close();
    this.text.focus();
    this.text.setRangeText(put, this.found.from, end, "end");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  key(event) {
    if (this.list.hidden || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose(this.chosen + step);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.chosen);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

for (const text of document.querySelectorAll("[data-suggest-canned], [data-suggest-names]")) new Suggestions(text);

// The list without "/": the chosen text goes where the cursor is, without a way to the server and back.
for (const button of document.querySelectorAll("[data-not-sent]")) {
  button.addEventListener("click", async (event) => {
    const text = button.form.elements.body;
    const select = button.form.elements.canned;
    event.preventDefault();
    const one = (await load(text.dataset.suggestCanned))[select.selectedIndex];
    if (!one) return;
    text.focus();
    text.setRangeText(one.text, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

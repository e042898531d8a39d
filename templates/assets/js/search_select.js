// Search-as-you-type over a long <select>: the ARIA combobox pattern with a list. The select stays, hidden, as the form's value.
const plain = (text) => text.toLocaleLowerCase("sv");
let selects = 0;

function enhance(select) {
  const id = `search-select-${++selects}`;
  let options = [...select.options];
  const box = document.createElement("div");
  box.className = "search-select";
  const input = Object.assign(document.createElement("input"), { type: "text", id: `${id}-input`, className: "ds-input", autocomplete: "off", placeholder: select.dataset.searchPlaceholder });
  const list = Object.assign(document.createElement("ul"), { id: `${id}-list`, hidden: true });
  const count = Object.assign(document.createElement("p"), { className: "sr" });
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, spellcheck: "false" });
  for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  const label = select.labels[0];
  label.htmlFor = input.id;
  set(list, { role: "listbox", "aria-label": label.textContent });
  count.setAttribute("role", "status");
  select.hidden = true;
  select.after(box);
  box.append(input, list, count);

  let found = [];
  let at = -1;

  const labelOf = (option) => (option.value ? option.textContent.trim() : "");
  const showChosen = () => (input.value = labelOf(select.selectedOptions[0]));
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  // The long list comes when it is first needed, and from the browser's own store after that.
  let wanted;
  const fetchAll = () => (wanted ??= (async () => {
    const answer = await fetch(select.dataset.optionsUrl);
    if (!answer.ok) throw new Error(answer.statusText);
    const chosen = select.value;
    for (const option of select.querySelectorAll("[data-until-list]")) option.remove();
    select.insertAdjacentHTML("beforeend", await answer.text());
    select.value = chosen;
    if (!list.hidden) open();
  })().catch(() => (wanted = undefined)));
  const open = () => {
    if (select.dataset.optionsUrl) fetchAll();
    options = [...select.options];
    const words = plain(input.value === labelOf(select.selectedOptions[0]) ? "" : input.value).split(/\s+/);
    found = options.filter((option) => words.every((word) => plain(option.textContent + option.parentElement.label).includes(word)));
    list.replaceChildren(...found.map(row));
    count.textContent = found.length ? `${select.dataset.searchCount} ${found.length}` : select.dataset.searchNone;
    if (!found.length) list.append(Object.assign(document.createElement("li"), { className: "none", textContent: select.dataset.searchNone, role: "presentation" }));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    move(-1);
  };
  const row = (option, index) => {
    const item = Object.assign(document.createElement("li"), { id: `${id}-${index}`, textContent: option.textContent });
    set(item, { role: "option", "aria-selected": String(option.selected) });
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(option);
    });
    return item;
  };
  const move = (to) => {
    list.children[at]?.classList.remove("at");
    at = found.length ? Math.max(-1, Math.min(to, found.length - 1)) : -1;
    const item = list.children[at];
    if (at < 0 || !item) return input.removeAttribute("aria-activedescendant");
    item.classList.add("at");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  };
  const choose = (option) => {
    select.value = option.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  };

  input.addEventListener("focus", () => {
    input.select();
    if (select.dataset.optionsUrl) fetchAll();
  });
  input.addEventListener("click", open);
  input.addEventListener("input", open);
  input.addEventListener("blur", () => {
    close();
    showChosen();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      move(event.key === "ArrowDown" ? at + 1 : at < 0 ? found.length - 1 : at - 1);
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      const option = found[at] ?? (found.length === 1 ? found[0] : undefined);
      if (option) choose(option);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
      showChosen();
    }
  });
  select.addEventListener("change", showChosen);
  document.querySelectorAll(`a[href="#${select.id}"]`).forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      openAround(input);
      input.focus();
    }),
  );
  showChosen();
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function openAround(element) {
  for (let at = element.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
}

document.querySelectorAll("select[data-search-select]").forEach(enhance);

// The palette: Ctrl-K anywhere, a link to the search, or "/" finds tickets, people and areas while one types, and the page's own menus as
// actions. An ARIA combobox: the focus stays in the field. Without this file the link leads to the page of the search.
const palette = document.getElementById("palette");
const pause = 150; // milliseconds without a key before the server is asked

if (palette) {
  const input = palette.querySelector("input");
  const list = palette.querySelector("[role=listbox]");
  const status = palette.querySelector("[role=status]");
  const plain = (text) => text.toLocaleLowerCase("sv");
  let at = -1;
  let waiting;
  let asked;

  const options = () => [...list.querySelectorAll("[role=option]")];

  // Where the page's menus lead, those that hold what is typed.
  const actions = () => {
    const words = plain(input.value).split(/\s+/);
    const seen = new Set();
    const links = [...document.querySelectorAll("header nav a, .foot a[href='/account']")].filter((link) => {
      const isNew = !seen.has(link.href) && !link.hasAttribute("data-open-palette");
      seen.add(link.href);
      return isNew && words.every((word) => plain(nameOf(link)).includes(word));
    });
    return group("actions", links.slice(0, 12).map((link) => optionOf(link.href, nameOf(link))));
  };

  // What can be done with the open ticket, as the keys do it (shortcuts.js).
  const orders = () => {
    const words = plain(input.value).split(/\s+/);
    const keyed = [...document.querySelectorAll("main[data-live-ticket] [data-key]")].map((element) => [element, saidOf(element)]);
    return group("orders", keyed.filter(([, said]) => said && words.every((word) => plain(said).includes(word))).map(([element, said]) => {
      const option = optionOf(location.pathname, said);
      option.addEventListener("click", (event) => {
        event.preventDefault();
        palette.close(); // first, for it gives the focus back
        element.dispatchEvent(new CustomEvent("palette:act", { bubbles: true }));
      });
      return option;
    }));
  };
  const saidOf = (element) => {
    const label = (element.labels?.[0] ?? element).cloneNode(true);
    for (const key of label.querySelectorAll("kbd")) key.remove();
    return label.textContent.trim().replace(/\s+/g, " ");
  };
  const group = (name, its) => {
    if (!its.length) return [];
    const one = Object.assign(document.createElement("div"), { role: "group" });
    const title = Object.assign(document.createElement("p"), { id: `palette-${name}`, role: "presentation", textContent: palette.dataset[name] });
    one.setAttribute("aria-labelledby", title.id);
    one.append(title, ...its);
    return [one];
  };
  const optionOf = (href, said) => {
    const option = Object.assign(document.createElement("a"), { href, role: "option", tabIndex: -1 });
    option.setAttribute("aria-selected", "false");
    option.append(Object.assign(document.createElement("span"), { className: "name", textContent: said }));
    return option;
  };
  const nameOf = (link) => (link.querySelector(".name") ?? link).textContent.trim();

  const show = (found) => {
    list.replaceChildren(...orders(), ...actions());
    list.insertAdjacentHTML("afterbegin", found);
    options().forEach((option, index) => (option.id = `palette-${index}`));
    move(-1);
  };
  const announce = () => {
    const count = options().length;
    status.textContent = count ? `${palette.dataset.count} ${count}` : palette.dataset.none;
  };
  const move = (to) => {
    const all = options();
    all[at]?.setAttribute("aria-selected", "false");
    at = all.length ? Math.max(-1, Math.min(to, all.length - 1)) : -1;
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    all[at].setAttribute("aria-selected", "true");
    all[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[at].id);
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${palette.dataset.suggestions}?q=${encodeURIComponent(input.value)}`, { signal: asked.signal, redirect: "error" });
      if (!answer.ok) return;
      show(await answer.text());
      announce();
    } catch {
      // the next key asks again, and Enter leads to the page of the search
    }
  };
  const open = () => {
    if (palette.open) return;
    palette.showModal();
    input.select();
    if (!input.value) show("");
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asked?.abort();
    show("");
    if (input.value.trim()) waiting = setTimeout(ask, pause);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? (at + 1) % Math.max(1, all.length) : at <= 0 ? all.length - 1 : at - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      palette.close();
      all[at].click();
    }
  });
  palette.addEventListener("click", (event) => {
    if (event.target === palette || event.target.closest("[role=option]")) palette.close();
  });
  for (const link of document.querySelectorAll("[data-open-palette]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (plain(event.key) !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (document.querySelector("dialog[open]") && !palette.open) return;
    event.preventDefault();
    open();
  });
  document.body.dataset.paletteReady = "";
}

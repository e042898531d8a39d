// The chosen files as a list, each with a button that takes it away again. Choosing twice adds; a pasted picture is added too.
function sizeOf(file) {
  const number = (n) => n.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  return file.size < 1_000_000 ? `${number(Math.ceil(file.size / 1000))} kB` : `${number(file.size / 1_000_000)} MB`;
}

for (const box of document.querySelectorAll("[data-files]")) {
  const input = box.querySelector("input[type=file]");
  const list = document.createElement("ul");
  list.className = "file-list";
  input.after(list);
  let files = [];

  const show = () => {
    const held = new DataTransfer();
    files.forEach((file) => held.items.add(file));
    input.files = held.files;
    list.replaceChildren(...files.map(entry));
  };
  const entry = (file) => {
    const item = document.createElement("li");
    const size = Object.assign(document.createElement("span"), { className: "muted", textContent: sizeOf(file) });
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "linkish", textContent: input.dataset.removeLabel });
    remove.append(Object.assign(document.createElement("span"), { className: "sr", textContent: ` ${file.name}` }));
    remove.addEventListener("click", () => {
      files = files.filter((other) => other !== file);
      show();
      input.focus();
    });
    item.append(file.name, size, remove);
    return item;
  };

  input.addEventListener("change", () => {
    files = [...files, ...input.files];
    show();
  });
  input.form.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    files = [...files, ...event.clipboardData.files];
    show();
  });
}

// The bar with "Ångra" goes when there is nothing left to undo; the address forgets it at once, so that a reload does not show it again.
const bar = document.querySelector("[data-undo-seconds]");
if (bar) setTimeout(() => bar.remove(), Number(bar.dataset.undoSeconds) * 1000);

const address = new URL(location.href);
for (const name of ["undo", "undone", "late", "files"]) address.searchParams.delete(name);
if (address.href !== location.href) history.replaceState(history.state, "", address);

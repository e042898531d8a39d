// The button says to whom the text goes, as it stands in the address field.
for (const field of document.querySelectorAll("[data-names-button]")) {
  const label = document.querySelector(`#${field.dataset.namesButton} span`);
  const empty = label.textContent;
  field.addEventListener("input", () => {
    const to = field.value.trim();
    label.textContent = to ? field.dataset.namesPattern.replace("#", to) : empty;
  });
}

// A link to a folded part opens it and goes to its first field.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-open-details]");
  const details = link && document.getElementById(link.dataset.openDetails);
  if (!details) return;
  event.preventDefault();
  details.open = true;
  details.scrollIntoView({ block: "center" });
  (details.querySelector("[role=combobox]") ?? details.querySelector("select, input:not([type=hidden]), textarea"))?.focus();
});

// So do the links of an error summary whose field is inside a folded part.
document.addEventListener("click", (event) => {
  const target = event.target.closest(".errors a") && document.querySelector(event.target.closest(".errors a").hash);
  for (let at = target?.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
});

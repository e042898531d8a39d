// What went wrong comes first: the error summary takes the focus when the page opens.
document.querySelector("[data-focus-first]")?.focus();

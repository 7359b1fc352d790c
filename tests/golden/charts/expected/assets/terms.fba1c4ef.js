// Escape hides what a term means, until another is asked for. All else needs no script.
addEventListener("keydown", (event) => {
  const term = event.key === "Escape" && document.querySelector(".term:is(:hover, :focus-within)");
  if (!term) return;
  term.classList.add("dismissed");
  const again = () => term.classList.remove("dismissed");
  term.addEventListener("pointerleave", again, { once: true });
  term.addEventListener("focusout", again, { once: true });
});

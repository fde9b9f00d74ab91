"use strict";
// Runs before the page is drawn, so that it does not flash in the other theme.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  let theme = null;
  try {
    theme = localStorage.getItem("theme");
  } catch {
    // storage is forbidden: the system's theme it is
  }
  if (theme === "light" || theme === "dark") {
    root.dataset.theme = theme;
  }
})();

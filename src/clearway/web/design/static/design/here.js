// On a phone the navigation scrolls inside itself: it begins where the page is.
for (const link of document.querySelectorAll(".app-nav__list [aria-current], .app-work__list [aria-current]")) {
  const list = link.closest("ul");
  list.scrollLeft = link.offsetLeft - list.offsetLeft - (list.clientWidth - link.offsetWidth) / 2;
}

// The trace drawer: opens when htmx has filled it, gives focus back when it closes.
"use strict";
(function () {
  const drawer = document.getElementById("drawer");
  const body = document.getElementById("drawer-body");
  let opener = null;

  function close() {
    drawer.hidden = true;
    if (opener && document.contains(opener)) opener.focus();
    opener = null;
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    const source = event.detail.elt;
    // A step inside the drawer keeps the number on the page that opened it.
    if (!drawer.contains(source)) opener = source;
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target !== body) return;
    drawer.hidden = false;
    drawer.scrollTop = 0;
    drawer.focus();
  });
  // Without an answer the link does what it does without scripts.
  function follow(event) {
    const source = event.detail.elt;
    if (source && source.href) window.location.assign(source.href);
  }
  document.addEventListener("htmx:responseError", follow);
  document.addEventListener("htmx:sendError", follow);

  drawer.querySelector(".drawer-close").addEventListener("click", close);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !drawer.hidden) close();
  });

  // A link to a group of targets opens the group.
  function unfold() {
    const id = decodeURIComponent(window.location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (target && target.tagName === "DETAILS") target.open = true;
  }
  window.addEventListener("hashchange", unfold);
  unfold();
})();

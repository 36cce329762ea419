/*
 * What script adds to the desk; everything essential works without it. A part of a page that says `data-live` with an address
 * asks there now and then what its version is; when that has changed, the part is fetched again, unless somebody is in it.
 */
(() => {
  var everyMilliseconds = 15000;
  var live = document.querySelector('[data-live]');
  if (live === null || !window.fetch || !window.DOMParser) return;
  var version = live.getAttribute('data-version');

  function isInUse() {
    var here = document.activeElement;
    return here !== null && here !== document.body && live.contains(here);
  }

  function show(text) {
    var fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-live]');
    if (fresh === null) return;
    live.innerHTML = fresh.innerHTML;
    version = fresh.getAttribute('data-version');
  }

  function look() {
    if (document.hidden || isInUse()) return;
    fetch(live.getAttribute('data-live'), { credentials: 'same-origin' })
      .then((answer) => (answer.ok ? answer.text() : version))
      .then((now) => {
        if (now === version) return undefined;
        return fetch(location.href, { credentials: 'same-origin' })
          .then((answer) => (answer.ok ? answer.text() : ''))
          .then(show);
      })
      .catch(() => {});
  }

  setInterval(look, everyMilliseconds);
})();

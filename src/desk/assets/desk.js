/*
 * What script adds to the desk; everything essential works without it. A part of a page that says `data-live` with an address
 * asks there now and then what its version is; when that has changed, the part is fetched again, unless somebody is in it.
 * A page that says `data-again` waits for something: it looks so often, in seconds, whether it still does, and then goes on.
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

(() => {
  var waiting = document.querySelector('[data-again]');
  if (waiting === null || !window.fetch) return;

  function look() {
    fetch(location.href, { credentials: 'same-origin' })
      .then((answer) =>
        answer.text().then((text) => {
          if (answer.url !== location.href || text.indexOf('data-again') < 0) location.replace(answer.url);
          else setTimeout(look, everyMilliseconds);
        })
      )
      .catch(() => setTimeout(look, everyMilliseconds));
  }

  var everyMilliseconds = Number(waiting.getAttribute('data-again')) * 1000;
  setTimeout(look, everyMilliseconds);
})();

/* A choice that says `data-fills` puts its words into that box; what somebody typed there by hand stays. */
(() => {
  var filled = '';

  document.addEventListener('change', (event) => {
    var select = event.target;
    var box = select.getAttribute('data-fills') && document.getElementById(select.getAttribute('data-fills'));
    if (!box || (box.value !== '' && box.value !== filled)) return;
    filled = select.options[select.selectedIndex].getAttribute('data-text') || '';
    box.value = filled;
  });
})();

/**
 * Draws the QR code of a joining link, in the browser. Its code stands in the address after the #, which no browser sends
 * anywhere: it never reaches this server. ES2015 like chat.js, and beside it only the drawing of the code itself.
 */
(() => {
  'use strict';

  const svg = 'http://www.w3.org/2000/svg';

  /** One square for each dark module, as one path, so that it prints without seams. */
  function draw(modules) {
    const picture = document.createElementNS(svg, 'svg');
    picture.setAttribute('viewBox', `0 0 ${modules.length} ${modules.length}`);
    picture.setAttribute('shape-rendering', 'crispEdges');
    const path = document.createElementNS(svg, 'path');
    let shape = '';
    modules.forEach((row, y) => {
      row.forEach((dark, x) => {
        if (dark) shape += `M${x} ${y}h1v1h-1z`;
      });
    });
    path.setAttribute('d', shape);
    picture.appendChild(path);
    return picture;
  }

  function show() {
    const code = window.location.hash.slice(1);
    const complete = /^[A-Za-z0-9_-]{22}$/.test(code);
    document.getElementById('incomplete').hidden = complete;
    document.getElementById('card').hidden = !complete;
    if (!complete) return;
    const link = `${window.location.protocol}//${window.location.host}/chat#${code}`;
    const place = document.getElementById('code');
    while (place.firstChild) place.removeChild(place.firstChild);
    place.appendChild(draw(window.guituQr.encode(link, { ecc: 'M', border: 4 }).data));
    document.getElementById('link').textContent = link;
  }

  document.getElementById('print').addEventListener('click', () => {
    window.print();
  });
  window.addEventListener('hashchange', show);
  show();
})();

/**
 * Opens a copy of what is held about somebody, once, when the button is pressed. The link's secret stands in the address after
 * the #, which no browser sends anywhere by itself. ES2015 like chat.js.
 */
(() => {
  'use strict';

  const texts = JSON.parse(document.getElementById('texts').textContent);
  const hint = document.getElementById('hint');
  const button = document.getElementById('open');

  function say(text) {
    hint.textContent = text;
  }

  function offer(id, name, type, content) {
    const anchor = document.getElementById(id);
    anchor.href = URL.createObjectURL(new Blob([content], { type }));
    anchor.download = name;
  }

  function show(copy) {
    const main = document.getElementById('copy');
    copy.sections.forEach((section) => {
      const title = document.createElement('h2');
      title.textContent = section.title;
      main.appendChild(title);
      section.lines.forEach((line) => {
        const paragraph = document.createElement('p');
        paragraph.textContent = line;
        main.appendChild(paragraph);
      });
    });
    offer('page', 'copy.html', 'text/html;charset=utf-8', copy.page);
    offer('json', 'copy.json', 'application/json', copy.json);
    main.hidden = false;
    document.getElementById('saving').hidden = false;
    hint.hidden = true;
    button.hidden = true;
  }

  function open() {
    button.disabled = true;
    say(texts.opening);
    const link = window.location.hash.slice(1);
    // What was opened cannot be opened again from the browser's history.
    window.history.replaceState(null, '', window.location.pathname);
    // What XMLHttpRequest is for here: see chat.js.
    const request = new XMLHttpRequest();
    request.open('POST', '/chat/copy');
    request.setRequestHeader('content-type', 'application/json');
    request.onload = () => {
      if (request.status === 404 || request.status === 400) say(texts.gone);
      else if (request.status === 200) show(JSON.parse(request.responseText));
      else failed(link);
    };
    request.onerror = () => failed(link);
    request.send(JSON.stringify({ link }));
  }

  function failed(link) {
    window.history.replaceState(null, '', `${window.location.pathname}#${link}`);
    button.disabled = false;
    say(texts.failed);
  }

  button.addEventListener('click', open);
})();

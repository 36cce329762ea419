/**
 * The web chat in the browser. Written in ES2015 and served as it is: it must run in old Android browsers and inside
 * WeChat, so there is no build step, no module and no newer syntax (which is also why requests are XMLHttpRequest).
 *
 * Every text is set as text, never as markup: whatever people write stays what they wrote.
 *
 * Only one message is under way at a time. It keeps its id through every retry, so the server can tell a repetition
 * from a second message, and what was typed stays in the field until the server has accepted it.
 */
(() => {
  'use strict';

  const retryDelays = [1000, 2000, 4000, 8000, 16000];
  const longestRetryAfter = 60000;
  const pollEvery = 3000;
  const streamPatience = 10000;
  const streamStable = 5000;
  const streamAgainAfter = 60000;
  const requestTimeout = 20000;
  const doubleTapWithin = 1000;
  const readAfter = 600;
  const sendingShownAfter = 400;
  const typingAtMost = 10000;
  const knock = '/start';
  const shanghaiOffset = 8 * 3600 * 1000;

  function create(name, className, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /**
   * The words of a message. Of the addresses in them only our own pages that open nothing by themselves can be tapped, and
   * whatever host is named it is this one that is asked: anything else that somebody writes stays words.
   */
  function appendWords(element, text) {
    text.split(/(https?:\/\/[^\s/]+\/(?:(?:copy|card)#[\w-]+|desk\/in\/[\w-]+))/).forEach((part, place) => {
      if (place % 2 === 0) {
        element.appendChild(document.createTextNode(part));
        return;
      }
      const anchor = element.appendChild(create('a', '', part));
      anchor.href = part.replace(/^https?:\/\/[^/]+/, '');
      anchor.target = '_blank';
      anchor.rel = 'noopener noreferrer';
    });
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  function twoDigits(number) {
    return (number < 10 ? '0' : '') + number;
  }

  /** A version 4 UUID; crypto.randomUUID is missing in old browsers and on plain http. */
  function newIdentifier() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = Array.prototype.map.call(bytes, (byte) => (byte < 16 ? '0' : '') + byte.toString(16));
    return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /** Shanghai has had no summer time since 1991, so a fixed offset is right where the browser knows no time zones. */
  function inShanghai(moment) {
    return new Date(new Date(moment).getTime() + shanghaiOffset);
  }

  function formatTime(moment) {
    const date = inShanghai(moment);
    return `${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}`;
  }

  function formatDate(moment, texts) {
    const date = inShanghai(moment);
    return fill(texts.date, {
      year: date.getUTCFullYear(),
      month: texts.months.split(',')[date.getUTCMonth()],
      day: date.getUTCDate(),
      weekday: texts.weekdays.split(',')[date.getUTCDay()],
    });
  }

  function parseAnswer(text) {
    try {
      return JSON.parse(text) || {};
    } catch (_notJson) {
      return {};
    }
  }

  function isOutage(outcome) {
    return outcome.status === 0 || outcome.status >= 500;
  }

  /** Calls `done` exactly once, with status 0 when nothing came back. */
  function request(method, address, body, done) {
    const call = new XMLHttpRequest();
    call.open(method, address);
    call.timeout = requestTimeout;
    call.setRequestHeader('Accept', 'application/json');
    if (body) call.setRequestHeader('Content-Type', 'application/json');
    call.onloadend = () => {
      done({
        ok: call.status >= 200 && call.status < 300,
        status: call.status,
        data: parseAnswer(call.responseText),
        retryAfter: Number(call.status ? call.getResponseHeader('Retry-After') : 0) * 1000 || 0,
      });
    };
    call.send(body ? JSON.stringify(body) : null);
  }

  /**
   * Listens to server-sent events: `settings` has `address()`, `listeners` (by event name), `opened()` and `lost()`.
   * `lost` is called when there are no event streams here or two attempts in a row failed; a stream is then tried again
   * each minute. Reconnecting is done here and not by EventSource, whose address would keep an outdated cursor.
   */
  function openStream(settings) {
    let failures = 0;

    function connect() {
      const source = new EventSource(settings.address());
      let openedAt = Infinity;
      const fail = () => {
        clearTimeout(patience);
        source.close();
        failures = Date.now() - openedAt > streamStable ? 1 : failures + 1;
        if (failures >= 2) settings.lost();
        setTimeout(connect, failures < 2 ? retryDelays[0] : streamAgainAfter);
      };
      // Some proxies hold a stream back without an error.
      const patience = setTimeout(fail, streamPatience);
      source.onerror = fail;
      source.onopen = () => {
        clearTimeout(patience);
        openedAt = Date.now();
        settings.opened();
      };
      Object.keys(settings.listeners).forEach((name) => {
        source.addEventListener(name, (happened) => {
          settings.listeners[name](JSON.parse(happened.data));
        });
      });
    }

    if (window.EventSource) connect();
    else settings.lost();
  }

  /** The messages on the screen, in the order of their cursors. */
  class MessageLog {
    constructor(texts, onTap) {
      this.texts = texts;
      this.onTap = onTap;
      this.entries = [];
      this.known = {};
      this.dividerCursor = undefined;
      this.isFollowing = true;
      this.scroller = create('div', 'chat-scroller');
      this.scroller.tabIndex = 0;
      this.scroller.setAttribute('role', 'region');
      this.scroller.setAttribute('aria-label', texts.log);
      this.list = this.scroller.appendChild(create('div', 'chat-messages'));
      this.list.setAttribute('role', 'log');
      this.list.setAttribute('aria-live', 'polite');
      this.hint = this.scroller.appendChild(create('p', 'chat-hint', texts.enterCode));
      this.typing = this.scroller.appendChild(create('p', 'chat-typing', texts.typing));
      this.hint.hidden = true;
      this.typing.hidden = true;
      this.scroller.addEventListener('scroll', this.noteEnd.bind(this));
    }

    get newest() {
      return this.entries[this.entries.length - 1];
    }

    get unread() {
      return this.entries.filter((entry) => entry.message.from === 'guitu' && !entry.message.read);
    }

    /** The new entry, or undefined when the message is here already. */
    add(message, isWatched) {
      if (this.known[message.id]) return undefined;
      this.known[message.id] = true;
      const entry = { message: message, element: this.draw(message) };
      const isLast = !this.newest || this.newest.message.cursor < message.cursor;
      this.entries.push(entry);
      if (message.from === 'guitu' && !message.read && !isWatched && this.dividerCursor === undefined) {
        this.dividerCursor = message.cursor;
      }
      if (isLast) this.place(entry, this.entries[this.entries.length - 2]);
      else this.placeAll();
      this.markCurrent();
      return entry;
    }

    clear() {
      this.entries = [];
      this.known = {};
      this.dividerCursor = undefined;
      this.divider = undefined;
      this.list.textContent = '';
    }

    /** An event overtaken by another is rare enough to lay everything out again. */
    placeAll() {
      this.entries.sort((one, other) => one.message.cursor - other.message.cursor);
      this.list.textContent = '';
      this.entries.forEach(function (entry, index) {
        this.place(entry, this.entries[index - 1]);
      }, this);
    }

    place(entry, previous) {
      const day = formatDate(entry.message.at, this.texts);
      if (!previous || formatDate(previous.message.at, this.texts) !== day) {
        this.list.appendChild(create('p', 'chat-day', day));
      }
      if (previous && entry.message.cursor === this.dividerCursor) {
        this.divider = this.list.appendChild(create('p', 'chat-divider', this.texts.newMessages));
      }
      this.list.appendChild(entry.element);
    }

    draw(message) {
      const element = create('div', `chat-message chat-from-${message.from}`);
      element.setAttribute('data-cursor', message.cursor);
      const bubble = element.appendChild(create('div', 'chat-bubble'));
      const speaker = message.from === 'me' ? this.texts.you : this.texts.assistant;
      bubble.appendChild(create('span', 'chat-aside', speaker));
      const text = bubble.appendChild(create('div', 'chat-text'));
      if (message.from === 'guitu') appendWords(text, message.text);
      else text.textContent = message.text;
      text.dir = 'auto';
      const foot = bubble.appendChild(create('div', 'chat-foot'));
      if (message.from === 'guitu' && !message.read) {
        element.className += ' chat-unread';
        foot.appendChild(create('span', 'chat-unread-mark', this.texts.unread));
      }
      const time = foot.appendChild(create('time', '', formatTime(message.at)));
      time.dateTime = message.at;
      if (message.choices.length > 0) element.appendChild(this.drawChoices(message.choices));
      return element;
    }

    drawChoices(choices) {
      const group = create('div', 'chat-choices');
      group.setAttribute('role', 'group');
      group.setAttribute('aria-label', this.texts.choices);
      choices.forEach(function (choice) {
        const button = group.appendChild(create('button', 'chat-choice'));
        button.type = 'button';
        button.setAttribute('data-action', choice.action);
        button.appendChild(create('span', 'chat-number', choice.number));
        button.appendChild(document.createTextNode(' '));
        button.appendChild(create('span', 'chat-label', choice.label)).dir = 'auto';
        button.addEventListener('mousedown', keepFocus);
        button.addEventListener('click', this.onTap.bind(null, choice, button));
      }, this);
      return group;
    }

    /** The newest answer's choices look active; older ones still work, since what they offer may still be wanted. */
    markCurrent() {
      let isNewest = true;
      for (let index = this.entries.length - 1; index >= 0; index -= 1) {
        const entry = this.entries[index];
        const isCurrent = isNewest && entry.message.from === 'guitu';
        entry.element.classList.toggle('chat-current', isCurrent);
        if (isCurrent) isNewest = false;
      }
    }

    markRead(upTo) {
      this.unread.forEach((entry) => {
        if (entry.message.cursor > upTo) return;
        entry.message.read = true;
        entry.element.classList.remove('chat-unread');
        const mark = entry.element.querySelector('.chat-unread-mark');
        mark.parentNode.removeChild(mark);
      });
    }

    dropDivider() {
      if (this.divider && this.divider.parentNode) this.divider.parentNode.removeChild(this.divider);
      this.divider = undefined;
      this.dividerCursor = undefined;
    }

    isAtEnd() {
      const scroller = this.scroller;
      return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
    }

    noteEnd() {
      this.isFollowing = this.isAtEnd();
    }

    showEnd() {
      this.scroller.scrollTop = this.scroller.scrollHeight;
      this.isFollowing = true;
    }

    /** Whoever was at the end stays there when the space shrinks: a keyboard opens, a line appears below. */
    follow() {
      if (this.isFollowing) this.showEnd();
    }

    /** To the end, but never past the start of what is to be read: an answer may be longer than the screen. */
    showFrom(element) {
      this.showEnd();
      const hidden = this.scroller.getBoundingClientRect().top + 8 - element.getBoundingClientRect().top;
      if (hidden > 0) this.scroller.scrollTop -= hidden;
      this.noteEnd();
    }

    /** The cursor of the last answer whose end is on the screen, or 0. */
    lastSeen() {
      const frame = this.scroller.getBoundingClientRect();
      const middle = (frame.left + frame.right) / 2;
      const isHidden = document.visibilityState === 'hidden' || frame.height === 0;
      if (isHidden || middle < 0 || middle > window.innerWidth || frame.top > window.innerHeight) return 0;
      const bottom = Math.min(frame.bottom, window.innerHeight) + 4;
      const seen = this.unread.filter(
        (entry) => entry.element.querySelector('.chat-bubble').getBoundingClientRect().bottom <= bottom
      );
      return seen.length > 0 ? seen[seen.length - 1].message.cursor : 0;
    }
  }

  /** A press must not take the focus out of the field: on a phone the keyboard would close. */
  function keepFocus(press) {
    press.preventDefault();
  }

  /** Sends one message after the other and tells `report` how it stands: 'sending', 'failed', 'refused' or 'accepted'. */
  class Sender {
    constructor(address, report) {
      this.address = address;
      this.report = report;
      this.isBusy = false;
      this.failed = undefined;
    }

    /** False when another message is still under way. */
    send(content, finished) {
      if (this.isBusy) return false;
      // The same words again after a failure are the same message: the first try may have arrived without our hearing.
      const isRepetition = this.failed && JSON.stringify(this.failed.content) === JSON.stringify(content);
      this.outgoing = isRepetition
        ? this.failed
        : { content: content, body: Object.assign({ id: newIdentifier() }, content), finished: finished };
      this.outgoing.retries = 0;
      this.failed = undefined;
      this.isBusy = true;
      this.attempt();
      return true;
    }

    attempt() {
      this.report('sending', this.outgoing, '');
      request('POST', this.address('/chat/messages'), this.outgoing.body, this.settle.bind(this));
    }

    settle(outcome) {
      const outgoing = this.outgoing;
      const mayPass = isOutage(outcome) || outcome.status === 429;
      const message = outcome.data.message || '';
      if (mayPass && outgoing.retries < retryDelays.length) {
        const delay = Math.min(outcome.retryAfter || retryDelays[outgoing.retries], longestRetryAfter);
        outgoing.retries += 1;
        if (message) this.report('sending', outgoing, message);
        setTimeout(this.attempt.bind(this), delay);
        return;
      }
      this.isBusy = false;
      this.failed = mayPass ? outgoing : undefined;
      if (outcome.ok) this.report('accepted', outgoing, '');
      else this.report(mayPass ? 'failed' : 'refused', outgoing, message);
      if (!mayPass && outgoing.finished) outgoing.finished(outcome.ok);
    }

    retry() {
      if (this.failed) this.send(this.failed.content);
    }
  }

  /** One phone: its messages, its line of state and its field. */
  class Chat {
    constructor(element, options) {
      this.texts = options.texts;
      this.options = options;
      this.cursor = 0;
      this.readUpTo = 0;
      this.lastTap = { choice: '', at: 0 };
      this.address = this.address.bind(this);
      this.catchUp = this.catchUp.bind(this);
      this.log = new MessageLog(options.texts, this.tap.bind(this));
      this.sender = new Sender(this.address, this.report.bind(this));
      this.build(element);
      this.watch();
      if (options.code) this.join();
      else this.loadHistory();
    }

    /** Every call tells the page's language, so that what comes back is in it too. */
    address(path, parameters) {
      const phone = this.options.phone ? { phone: this.options.phone } : {};
      const all = Object.assign(phone, parameters, { lang: document.documentElement.lang });
      const query = Object.keys(all).map((name) => `${name}=${encodeURIComponent(all[name])}`);
      return `${path}?${query.join('&')}`;
    }

    build(element) {
      const texts = this.texts;
      this.root = element.appendChild(create('div', 'chat'));
      const chat = this.root;
      const middle = chat.appendChild(create('div', 'chat-middle'));
      middle.appendChild(this.log.scroller);
      this.jump = middle.appendChild(create('button', 'chat-jump'));
      this.jump.type = 'button';
      this.jump.hidden = true;
      this.offline = chat.appendChild(create('p', 'chat-offline', texts.offline));
      this.offline.setAttribute('role', 'status');
      this.offline.hidden = true;
      this.state = chat.appendChild(create('p', 'chat-state'));
      this.state.setAttribute('role', 'status');
      this.again = chat.appendChild(create('button', 'chat-again', texts.retry));
      this.again.type = 'button';
      this.again.hidden = true;
      this.form = chat.appendChild(create('form', 'chat-form'));
      const label = this.form.appendChild(create('label', 'chat-field'));
      label.appendChild(create('span', 'chat-aside', texts.field));
      this.field = label.appendChild(create('textarea'));
      this.field.rows = 1;
      this.field.dir = 'auto';
      this.field.placeholder = texts.placeholder;
      this.field.setAttribute('enterkeyhint', 'send');
      const send = this.form.appendChild(create('button', 'chat-send', texts.send));
      send.type = 'submit';
      send.addEventListener('mousedown', keepFocus);
    }

    watch() {
      const checkReading = this.checkReading.bind(this);
      this.form.addEventListener('submit', this.submit.bind(this));
      this.field.addEventListener('input', this.fitField.bind(this));
      this.field.addEventListener('keydown', this.pressKey.bind(this));
      this.again.addEventListener('click', this.sender.retry.bind(this.sender));
      this.jump.addEventListener('click', this.jumpToNew.bind(this));
      this.log.scroller.addEventListener('scroll', checkReading);
      window.addEventListener('scroll', checkReading, true);
      window.addEventListener('resize', () => {
        this.log.follow();
        checkReading();
      });
      window.addEventListener('online', () => {
        if (this.isListening) this.catchUp();
      });
      document.addEventListener('visibilitychange', () => {
        checkReading();
        if (document.visibilityState !== 'hidden' && this.isListening) this.catchUp();
      });
    }

    /**
     * A joining link begins a chat of its own, so nothing is fetched before the code is accepted: on a borrowed phone
     * that would show what somebody else said there.
     */
    join() {
      this.sender.send({ kind: 'code', code: this.options.code }, (isAccepted) => {
        this.options.codeTaken();
        if (!isAccepted) this.loadHistory();
      });
    }

    loadHistory() {
      // A screen reader should not read out everything that was ever said.
      this.isLoading = true;
      this.log.list.setAttribute('aria-live', 'off');
      request('GET', this.address('/chat/messages'), undefined, (outcome) => {
        this.showOffline(isOutage(outcome));
        if (isOutage(outcome)) {
          setTimeout(this.loadHistory.bind(this), pollEvery);
          return;
        }
        // Whoever has not joined yet may be refused the history; they are here to join.
        this.take(outcome);
        this.isLoading = false;
        this.log.list.setAttribute('aria-live', 'polite');
        this.begin((outcome.data.messages || []).length > 0);
      });
    }

    begin(hasHistory) {
      this.log.hint.hidden = hasHistory;
      if (hasHistory) this.listen();
      // After a refused code its reason stays in sight, and the hint says what to do.
      else if (!this.options.code) this.sender.send({ kind: 'text', text: knock });
    }

    /** Begins with the first history or the first accepted message: before that the server knows no chat to stream. */
    listen() {
      if (this.isListening) return;
      this.isListening = true;
      const listener = {
        message: (message) => this.receive([message]),
        opened: () => {
          clearInterval(this.polling);
          this.polling = undefined;
          this.catchUp();
        },
        lost: () => {
          if (this.polling === undefined) this.polling = setInterval(this.catchUp, pollEvery);
          this.catchUp();
        },
      };
      if (this.options.events) {
        this.options.events.subscribe(this.options.phone, listener);
        return;
      }
      openStream({
        address: () => this.address('/chat/events', { after: this.cursor }),
        // The account has joined elsewhere; catching up tells so.
        listeners: { message: listener.message, ended: this.catchUp, hidden: this.catchUp },
        opened: listener.opened,
        lost: listener.lost,
      });
    }

    /** Fetches what is missing. Only these answers move the cursor: an event may have overtaken another. */
    catchUp() {
      this.mustCatchUp = true;
      if (this.isCatchingUp) return;
      this.mustCatchUp = false;
      this.isCatchingUp = true;
      request('GET', this.address('/chat/messages', { after: this.cursor }), undefined, (outcome) => {
        this.isCatchingUp = false;
        this.showOffline(isOutage(outcome));
        this.take(outcome);
        if (outcome.data.ended && this.options.ended) this.options.ended();
        else if (outcome.ok && this.mustCatchUp) this.catchUp();
      });
    }

    take(outcome) {
      const hiddenTo = outcome.data.hiddenTo;
      // What was put away leaves the screen; what was brought back is fetched again.
      if (hiddenTo !== undefined && this.hiddenTo !== undefined && hiddenTo !== this.hiddenTo) {
        this.hiddenTo = hiddenTo;
        this.log.clear();
        this.cursor = hiddenTo;
        this.mustCatchUp = true;
        return;
      }
      if (hiddenTo !== undefined) this.hiddenTo = hiddenTo;
      this.cursor = Math.max(this.cursor, outcome.data.cursor || 0);
      this.receive(outcome.data.messages || []);
    }

    receive(messages) {
      const isFirst = !this.log.newest;
      const wasFollowing = this.log.isFollowing;
      const isWatched = !this.isLoading && wasFollowing && document.visibilityState !== 'hidden';
      // The knock that makes the assistant greet is not something the person said.
      const spoken = messages.filter((message) => message.from !== 'me' || message.text !== knock);
      const added = spoken.map((message) => this.log.add(message, isWatched)).filter(Boolean);
      if (added.length === 0) return;
      this.log.hint.hidden = true;
      if (this.options.onArrival && !this.isLoading) {
        added.forEach((entry) => {
          this.options.onArrival(entry.message);
        });
      }
      const isOwn = added[added.length - 1].message.from === 'me';
      if (!isOwn) this.showTyping(false);
      if (isOwn) this.log.showEnd();
      else if (isFirst) this.log.showFrom(this.log.divider || this.log.newest.element);
      else if (wasFollowing) this.log.showFrom(added.filter((entry) => entry.message.from === 'guitu')[0].element);
      this.checkReading();
    }

    checkReading() {
      const unread = this.log.unread.length;
      this.jump.hidden = unread === 0 || this.log.isAtEnd();
      this.jump.textContent = fill(this.texts.jump, { count: unread });
      if (this.options.onUnread) this.options.onUnread(unread);
      if (unread === 0 || this.readingTimer) return;
      this.readingTimer = setTimeout(this.tellRead.bind(this), readAfter);
    }

    tellRead() {
      this.readingTimer = undefined;
      const upTo = this.log.lastSeen();
      if (upTo === 0 || upTo <= this.readUpTo) return;
      this.readUpTo = upTo;
      request('POST', this.address('/chat/read'), { upTo: upTo }, (outcome) => {
        if (!outcome.ok) {
          this.readUpTo = 0;
          return;
        }
        this.log.markRead(upTo);
        this.checkReading();
      });
    }

    jumpToNew() {
      const start = this.log.unread[0].element;
      const isInView = start.getBoundingClientRect().top - this.log.scroller.getBoundingClientRect().top < 20;
      if (isInView) this.log.showEnd();
      else this.log.showFrom(start);
      this.checkReading();
    }

    tap(choice, button) {
      const isDouble = this.lastTap.choice === choice.choice && Date.now() - this.lastTap.at < doubleTapWithin;
      if (isDouble || !this.sender.send({ kind: 'choice', choice: choice.choice })) return;
      this.lastTap = { choice: choice.choice, at: Date.now() };
      this.tapped = button;
      button.classList.add('chat-tapped');
    }

    submit(happened) {
      happened.preventDefault();
      const text = this.field.value.trim();
      if (text) this.sender.send({ kind: 'text', text: text });
      if (this.form.contains(document.activeElement)) this.field.focus();
    }

    pressKey(press) {
      // While Chinese is being composed, Enter takes a word and must not send (229 is what old browsers say then).
      const isComposing = press.isComposing || press.keyCode === 229;
      if (press.keyCode === 13 && !press.shiftKey && !isComposing) this.submit(press);
    }

    fitField() {
      this.field.style.height = 'auto';
      this.field.style.height = `${this.field.scrollHeight + 2}px`;
      this.log.follow();
    }

    report(state, outgoing, message) {
      clearTimeout(this.stateTimer);
      this.root.setAttribute('data-sending', state === 'sending' ? 'yes' : 'no');
      if (state === 'sending') {
        const sending = message || this.texts.sending;
        this.stateTimer = setTimeout(this.say.bind(this, sending, false), outgoing.retries > 0 ? 0 : sendingShownAfter);
        if (outgoing.retries > 0) return;
        this.say('', false);
        this.expectAnswer();
        return;
      }
      if (this.tapped) this.tapped.classList.remove('chat-tapped');
      this.tapped = undefined;
      if (state === 'accepted') this.accept(outgoing.content);
      else this.refuse(state, message);
    }

    accept(content) {
      this.say('', false);
      if (content.kind === 'text') this.takeFromField(content.text);
      this.log.dropDivider();
      this.listen();
      this.catchUp();
    }

    refuse(state, message) {
      this.showTyping(false);
      this.say(message || this.texts.notSent, state === 'failed');
    }

    say(text, mayRetry) {
      this.state.textContent = text;
      this.again.hidden = !mayRetry;
      this.log.follow();
    }

    /** Whoever typed on while the message was under way keeps what they added. */
    takeFromField(text) {
      const value = this.field.value.replace(/^\s+/, '');
      if (value.slice(0, text.length) !== text) return;
      this.field.value = value.slice(text.length).trim();
      this.fitField();
    }

    showOffline(isShown) {
      this.offline.hidden = !isShown;
      if (isShown) this.showTyping(false);
      this.log.follow();
    }

    expectAnswer() {
      this.showTyping(true);
      this.typingTimer = setTimeout(this.showTyping.bind(this, false), typingAtMost);
    }

    showTyping(isShown) {
      clearTimeout(this.typingTimer);
      this.log.typing.hidden = !isShown;
      if (isShown) this.log.follow();
    }
  }

  /**
   * Mounts one phone. `options`: `texts`; `phone` on the street; `events`, a stream shared by several phones, whose
   * `subscribe(phone, { message, opened, lost })` replaces the chat's own stream; `code` to join with, and `codeTaken()`
   * for when it was accepted or refused; `onUnread(count)`; `onArrival(message)` for what comes after the history;
   * `ended()` for when the account has joined on another phone.
   */
  function mount(element, options) {
    return new Chat(element, options);
  }

  function readCode() {
    const fragment = window.location.hash.slice(1);
    try {
      return decodeURIComponent(fragment);
    } catch (_malformed) {
      return fragment;
    }
  }

  /** The page of one chat: it takes its code from the address and shows its unread messages in the title. */
  function mountPage(element) {
    const texts = JSON.parse(document.getElementById('texts').textContent);
    const title = document.title;
    const chat = mount(element, {
      phone: element.getAttribute('data-phone') || undefined,
      texts: texts,
      code: readCode(),
      // The code works once; left in the address it would only be shared, bookmarked or read over a shoulder.
      codeTaken: () => {
        window.history.replaceState(null, '', window.location.pathname + window.location.search);
      },
      // A lost phone must not go on showing what was said.
      ended: () => window.location.reload(),
      onUnread: (count) => {
        document.title = count > 0 ? fill(texts.unreadTitle, { count: count }) : title;
      },
    });
    // Opening a second card's link in the same tab changes nothing but the fragment.
    window.addEventListener('hashchange', () => {
      if (window.location.hash.length > 1) window.location.reload();
    });
    // A keyboard is not pushed upon whoever holds a phone.
    if (window.matchMedia && window.matchMedia('(hover: hover)').matches) chat.field.focus();
  }

  window.GuituChat = { mount, request, openStream, fill, formatDate, formatTime };

  const page = document.getElementById('chat');
  if (page) mountPage(page);
})();

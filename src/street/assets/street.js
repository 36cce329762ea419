/**
 * The street: four phones over one clock, and a guided tour that plays the main job on them, through the same buttons
 * and fields anyone else would use. Written in ES2015 and served as it is, like chat.js, which is loaded before it.
 */
(() => {
  'use strict';

  const GuituChat = window.GuituChat;
  const texts = JSON.parse(document.getElementById('texts').textContent);
  const phoneNames = ['person', 'helper', 'staff', 'coordinator'];
  const isFast = /[?&]pace=fast\b/.test(window.location.search);
  const pace = isFast ? 50 : 1500;
  const checkEvery = isFast ? 20 : 150;
  const tourPatience = 15000;
  const mostQuestions = 8;
  const stateAgainAfter = 3000;
  const opensAt = 8;
  const closesAt = 18;

  /**
   * The tour as data. A choice is found by the stable name of its action, never by its label.
   *   clock         moves the street's clock; `unlessOpen`: only where its offices are closed
   *   type, tap     what is done on the phone; with neither, its newest message is pointed at
   *   unless        leaves the step out where this choice is offered
   *   via           a choice that may stand in the way and is tapped first: a folded notice
   *   until         first options are tapped until this choice is offered
   *   news          whose phone hears of it: later steps there are about what comes from now on
   */
  const tourSteps = [
    { clock: 'nextMorning', unlessOpen: true, caption: 'tourClock' },
    { phone: 'staff', type: '/menu', caption: 'tourStaffMenu' },
    { phone: 'person', type: '/menu', caption: 'tourPersonMenu' },
    { phone: 'person', tap: 'consentYes', unless: 'help', caption: 'tourConsent' },
    { phone: 'person', type: '/menu', unless: 'help', caption: 'tourPersonMenu' },
    { phone: 'person', tap: 'checkIn', caption: 'tourCheckIn' },
    { phone: 'person', tap: 'staying:family', unless: 'feel:well', caption: 'tourStaying' },
    { phone: 'person', tap: 'keepPhone', unless: 'feel:well', caption: 'tourPhone' },
    { phone: 'person', tap: 'basicNeeds', unless: 'feel:well', caption: 'tourNeeds' },
    { phone: 'person', caption: 'tourArrived' },
    { phone: 'person', type: '/menu', caption: 'tourPersonMenu' },
    { phone: 'person', tap: 'help', caption: 'tourHelp' },
    { phone: 'person', tap: 'group:work', caption: 'tourGroup' },
    { phone: 'person', tap: 'kind:training', caption: 'tourKind' },
    { phone: 'person', tap: 'firstOption', until: 'confirm', caption: 'tourQuestions' },
    { phone: 'person', tap: 'confirm', news: 'staff', caption: 'tourPassOn' },
    { phone: 'person', caption: 'tourReceipt' },
    { phone: 'staff', tap: 'claim', via: 'unfold', caption: 'tourClaim' },
    { phone: 'staff', tap: 'answer', caption: 'tourAnswer' },
    { phone: 'staff', type: texts.street.tourAnswerText, caption: 'tourWrite' },
    { phone: 'staff', tap: 'confirm', news: 'person', caption: 'tourSend' },
    { phone: 'person', tap: 'helpedYes', via: 'unfold', caption: 'tourHelped' },
    { clock: 'nextMorning', caption: 'tourNextMorning' },
    { phone: 'helper', caption: 'tourMorningList' },
    { phone: 'helper', type: '/menu', unless: 'visit', caption: 'tourHelperMenu' },
    { phone: 'helper', tap: 'dueVisits', unless: 'visit', caption: 'tourDueVisits' },
    { phone: 'helper', tap: 'visit', unless: 'myPeople', caption: 'tourVisit' },
    { phone: 'helper', tap: 'logVisit', unless: 'myPeople', caption: 'tourLogVisit' },
    { phone: 'helper', tap: 'how:home', unless: 'myPeople', caption: 'tourHow' },
    { phone: 'helper', tap: 'met', unless: 'myPeople', caption: 'tourMet' },
    { phone: 'helper', tap: 'needsSeen', unless: 'myPeople', caption: 'tourNeedsSeen' },
  ];

  function byId(id) {
    return document.getElementById(id);
  }

  function cursorOf(message) {
    return Number(message.getAttribute('data-cursor'));
  }

  /** One phone as an eye and a finger know it: all is read from the page and done on the page. */
  class Phone {
    constructor(name, street) {
      this.newsAfter = 0;
      this.element = document.querySelector(`[data-phone="${name}"]`);
      this.tab = document.querySelector(`[data-tab="${name}"]`);
      ['click', 'focusin'].forEach((kind) => {
        this.element.addEventListener(kind, () => street.activate(this));
      });
      this.tab.addEventListener('click', () => this.show());
      GuituChat.mount(this.element.querySelector('.street-screen'), {
        phone: name,
        texts: texts.page,
        events: street.events,
        onArrival: (message) => {
          street.showClock(message.at);
          if (message.from === 'guitu' && street.active !== this) this.markNew(true);
        },
      });
    }

    markNew(isNew) {
      [this.element, this.tab].forEach((place) => {
        place.querySelector('.street-new').hidden = !isNew;
      });
    }

    introduce(name, title) {
      this.element.querySelector('h2').textContent = name;
      this.element.querySelector('.street-plate p').textContent = title;
    }

    /** Where the phones do not fit side by side their row is scrolled, on a small screen the page is too. */
    show() {
      const row = this.element.parentNode;
      row.scrollIntoView(false);
      row.scrollLeft = this.element.offsetLeft - (row.clientWidth - this.element.clientWidth) / 2;
    }

    get messages() {
      return Array.prototype.slice.call(this.element.querySelectorAll('.chat-from-guitu'));
    }

    get newest() {
      const messages = this.messages;
      return messages[messages.length - 1];
    }

    get newestCursor() {
      return this.newest ? cursorOf(this.newest) : 0;
    }

    get isSending() {
      return this.element.querySelector('.chat').getAttribute('data-sending') === 'yes';
    }

    awaitNews() {
      this.newsAfter = this.newestCursor;
    }

    /** The newest button of this action among the news. */
    choice(action) {
      const news = this.messages.filter((message) => cursorOf(message) > this.newsAfter);
      return news.reduce((found, message) => message.querySelector(`[data-action="${action}"]`) || found, null);
    }

    firstOption() {
      return this.newest.querySelector('[data-action="firstOption"]') || this.newest.querySelector('.chat-choice');
    }

    /** Fills the field, and gives back the button that sends it. */
    write(text) {
      const field = this.element.querySelector('textarea');
      field.value = text;
      field.dispatchEvent(new Event('input'));
      return this.element.querySelector('.chat-send');
    }
  }

  /** The four phones, the event stream they share (a browser allows six connections) and their clock. */
  class Street {
    constructor() {
      this.listeners = [];
      this.now = 0;
      this.events = { subscribe: this.subscribe.bind(this) };
      this.phones = {};
      phoneNames.forEach((name) => {
        this.phones[name] = new Phone(name, this);
      });
      byId('next-morning').addEventListener('click', () => this.moveClock().catch(() => undefined));
      byId('phones').addEventListener('scroll', this.markTabs.bind(this));
      window.addEventListener('resize', this.markTabs.bind(this));
      this.markTabs();
      this.loadState();
      this.listen();
    }

    listen() {
      GuituChat.openStream({
        address: () => '/street/events',
        listeners: {
          message: (news) => {
            const listener = this.listeners[news.phone];
            if (listener) listener.message(news.message);
          },
          clock: (news) => this.showClock(news.now),
        },
        opened: () => this.changeStream('opened'),
        lost: () => this.changeStream('lost'),
      });
    }

    changeStream(state) {
      this.streamState = state;
      Object.keys(this.listeners).forEach((name) => {
        this.listeners[name][state]();
      });
    }

    subscribe(name, listener) {
      this.listeners[name] = listener;
      if (this.streamState) listener[this.streamState]();
    }

    loadState() {
      GuituChat.request('GET', `/street/state?lang=${document.documentElement.lang}`, undefined, (outcome) => {
        this.notify(outcome.ok ? '' : texts.street.unavailable);
        if (!outcome.ok) {
          setTimeout(this.loadState.bind(this), stateAgainAfter);
          return;
        }
        this.showClock(outcome.data.now);
        outcome.data.phones.forEach((owner) => {
          if (this.phones[owner.phone]) this.phones[owner.phone].introduce(owner.name, owner.title);
        });
      });
    }

    notify(text) {
      byId('notice').textContent = text;
      byId('notice').hidden = text === '';
    }

    /** Every message tells the time too, so the clock is right without ticking. */
    showClock(moment) {
      const time = new Date(moment).getTime();
      if (!(time > this.now)) return;
      this.now = time;
      byId('clock').textContent = `${GuituChat.formatDate(time, texts.page)} ${GuituChat.formatTime(time)}`;
      byId('clock').dateTime = new Date(time).toISOString();
    }

    get isOpen() {
      const hour = Number(GuituChat.formatTime(this.now).slice(0, 2));
      return hour >= opensAt && hour < closesAt;
    }

    moveClock() {
      const button = byId('next-morning');
      button.disabled = true;
      return new Promise((resolve, reject) => {
        GuituChat.request('POST', '/street/clock', { to: 'nextMorning' }, (outcome) => {
          button.disabled = false;
          this.notify(outcome.ok ? '' : outcome.data.message || texts.street.clockFailed);
          if (!outcome.ok) return reject('stuck');
          this.showClock(outcome.data.now);
          return resolve();
        });
      });
    }

    activate(phone) {
      this.active = phone;
      phone.markNew(false);
    }

    /** The tabs of the phones in view are marked: there may be room for more than one. */
    markTabs() {
      phoneNames.forEach((name) => {
        const frame = this.phones[name].element.getBoundingClientRect();
        const visible = Math.min(frame.right, window.innerWidth) - Math.max(frame.left, 0);
        this.phones[name].tab.setAttribute('aria-current', String(visible > frame.width / 2));
      });
    }
  }

  /** Plays the steps one after the other, until it is stopped or the next step does not come. */
  class Tour {
    constructor(street) {
      this.street = street;
      byId('guided-tour').addEventListener('click', this.start.bind(this));
      byId('tour-stop').addEventListener('click', this.stop.bind(this));
      document.addEventListener('keydown', (press) => {
        if (press.key === 'Escape' && !byId('tour').hidden) this.stop();
      });
    }

    start() {
      this.isStopped = false;
      phoneNames.forEach((name) => {
        this.street.phones[name].awaitNews();
      });
      this.tell('running', '', '');
      const played = tourSteps.reduce(
        (before, step, index) => before.then(() => this.play(step, index)),
        Promise.resolve()
      );
      played.then(() => this.tell('done', texts.street.tourDone, '')).catch(this.breakOff.bind(this));
    }

    /** Stops a running tour; puts the last caption away when it is over. */
    stop() {
      const wasRunning = byId('tour').getAttribute('data-state') === 'running';
      this.isStopped = true;
      clearTimeout(this.timer);
      if (wasRunning) this.interrupt('stopped');
      else this.close();
    }

    breakOff(reason) {
      this.point(null);
      if (reason === 'stopped') this.close();
      else this.tell('stuck', texts.street.tourStuck, '');
    }

    close() {
      this.tell('stopped', '', '');
      byId('tour').hidden = true;
      byId('introduction').hidden = false;
    }

    tell(state, caption, progress) {
      byId('tour').hidden = false;
      byId('tour').setAttribute('data-state', state);
      byId('introduction').hidden = true;
      byId('tour-caption').textContent = caption;
      byId('tour-progress').textContent = progress;
      byId('tour-stop').textContent = state === 'running' ? texts.street.stopTour : texts.street.closeTour;
      byId('guided-tour').disabled = state === 'running';
    }

    play(step, index) {
      const phone = this.street.phones[step.phone];
      const announce = () => this.tell('running', texts.street[step.caption], `${index + 1}/${tourSteps.length}`);
      if (step.clock) return this.moveClock(step, announce);
      if (step.type) return this.type(phone, step, announce);
      if (step.until) return this.answerQuestions(phone, step, announce, mostQuestions);
      if (step.tap) return this.tap(phone, step, announce);
      announce();
      phone.show();
      this.point(phone.newest);
      return this.pause(pace * 1.5);
    }

    moveClock(step, announce) {
      if (step.unlessOpen && this.street.isOpen) return undefined;
      announce();
      this.point(byId('next-morning'));
      return this.pause(pace)
        .then(() => this.street.moveClock())
        .then(() => this.pause(pace / 2));
    }

    type(phone, step, announce) {
      if (step.unless && phone.choice(step.unless)) return undefined;
      announce();
      return this.press(phone, phone.write(step.type));
    }

    tap(phone, step, announce) {
      const isOffered = () => phone.choice(step.tap) || phone.choice(step.unless) || phone.choice(step.via);
      return this.until(isOffered).then(() => {
        const button = phone.choice(step.tap);
        if (!button && phone.choice(step.unless)) return undefined;
        announce();
        if (step.news) this.street.phones[step.news].awaitNews();
        if (button) return this.press(phone, button);
        const unfolded = Object.assign({}, step, { via: undefined });
        return this.press(phone, phone.choice(step.via)).then(() => this.tap(phone, unfolded, announce));
      });
    }

    answerQuestions(phone, step, announce, left) {
      return this.until(() => phone.choice(step.until) || phone.firstOption()).then(() => {
        if (phone.choice(step.until)) return undefined;
        if (left === 0) throw 'stuck';
        announce();
        return this.press(phone, phone.firstOption()).then(() => {
          return this.answerQuestions(phone, step, announce, left - 1);
        });
      });
    }

    /** Shows what will be pressed, presses it, and waits for the answer. */
    press(phone, button) {
      let before = 0;
      phone.show();
      button.scrollIntoView({ block: 'nearest' });
      this.point(button);
      return this.pause(pace)
        .then(() => this.until(() => !phone.isSending))
        .then(() => {
          before = phone.newestCursor;
          this.point(null);
          button.click();
          return this.until(() => phone.newestCursor > before && !phone.isSending);
        })
        .then(() => this.pause(pace / 2));
    }

    point(element) {
      if (this.pointed) this.pointed.classList.remove('street-pointed');
      if (element) element.classList.add('street-pointed');
      this.pointed = element;
    }

    pause(milliseconds) {
      if (this.isStopped) return Promise.reject('stopped');
      return new Promise((resolve, reject) => {
        this.interrupt = reject;
        this.timer = setTimeout(resolve, milliseconds);
      });
    }

    until(check) {
      const giveUpAt = Date.now() + tourPatience;
      const again = () => {
        if (check()) return undefined;
        if (Date.now() > giveUpAt) throw 'stuck';
        return this.pause(checkEvery).then(again);
      };
      return Promise.resolve().then(again);
    }
  }

  new Tour(new Street());
})();

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, labelsOf, said, tapLabel } from '../support/person.ts';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';

/** What the station does in chat: it answers, sorts what nobody else could, and lets people back in. */
describe.each(locales)('a coordinator, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let coordinator: Phone;

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe', locale);
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());

  async function write(phone: Phone, action: string, text: string): Promise<void> {
    await phone.choose(action);
    await phone.say(text);
    await phone.choose('confirm');
  }

  it('reads what a person wrote to a human, and answers in the same chat', async () => {
    await person.choose('human');
    await person.say('我想问问去哪里办暂住');
    coordinator.expectLast('我想问问去哪里办暂住');
    coordinator.expectLast(town.account('person-1').name);
    await coordinator.choose('claim');
    await write(coordinator, 'ask', '您现在住在哪条街？');
    person.expectLast('您现在住在哪条街？');
    await person.choose('write');
    await person.say('建设路那边');
    coordinator.expectLast('建设路那边');
    await coordinator.choose('open');
    await write(coordinator, 'answer', '带身份证来一楼窗口就行');
    person.expectLast('带身份证来一楼窗口就行');
  });

  it('sorts what came as "other": the right department gets it with its own day, and the person is told why', async () => {
    const education = await town.joined('staff-education', locale);
    await ask(town, person, 'other', '孩子转学的手续');
    coordinator.expectLast('孩子转学的手续');
    await coordinator.choose('passOn');
    const label = said(locale, 'queue:department', {
      department: locale === 'en' ? 'Guining District Education Bureau' : '归宁区教育局',
    });
    while (!labelsOf(coordinator.last).includes(label)) await tapLabel(coordinator, said(locale, 'common:more'));
    await tapLabel(coordinator, label);
    await coordinator.say('转学归教育局');
    await coordinator.choose('confirm');
    person.expectLast('转学归教育局');
    education.expectLast('孩子转学的手续');
    education.expectLast(said(locale, 'queue:claim'));
  });

  it('cannot pass to the police what nobody asked of them', async () => {
    const police = locale === 'en' ? 'Guining Police Station' : '归宁派出所';
    const offered = async () => {
      const labels: string[] = [];
      await coordinator.choose('passOn');
      for (;;) {
        labels.push(...labelsOf(coordinator.last));
        if (!labels.includes(said(locale, 'common:more'))) return labels;
        if (!labelsOf(coordinator.last).includes(said(locale, 'common:more'))) return labels;
        await tapLabel(coordinator, said(locale, 'common:more'));
      }
    };
    await ask(town, person, 'mediation', '邻居');
    expect(await offered()).not.toContain(police);
    // What is for the police comes back here only from there.
    const staff = await town.joined('staff-police', locale);
    await ask(town, person, 'identityCard');
    await write(staff, 'sendBack', '请先问清楚住址');
    await coordinator.choose('claim');
    expect(await offered()).toContain(police);
  });

  it('gives a new link in two taps; once it is opened the old phone is signed out', async () => {
    await coordinator.say('/menu');
    await coordinator.choose('people');
    await tapLabel(coordinator, town.account('person-1').name);
    const code = /start=([A-Za-z0-9_-]{22})/.exec(coordinator.text)?.[1] ?? '';
    const spoken = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(coordinator.text)?.[0];
    expect(spoken).toBeDefined();
    // Until then the old one goes on.
    await person.say('/menu');
    person.expectLast(said(locale, 'menu:person'));
    const phone = town.stranger(locale);
    await phone.say(`/start ${code}`);
    phone.expectLast(said(locale, 'joining:back', { name: town.account('person-1').name }));
    await person.say('/menu');
    person.expectLast(said(locale, 'joining:stranger'));
    await phone.choose('matters');
    expect(labelsOf(phone.last).length).toBeGreaterThan(3);
    // Used once, it is worth nothing, neither as a link nor spoken.
    for (const again of [`/start ${code}`, spoken ?? '']) {
      const thief = town.stranger(locale);
      await thief.say(again);
      thief.expectLast(said(locale, 'joining:codeRefused'));
    }
  });

  it('replaces a link that was given before', async () => {
    await coordinator.say('/menu');
    await coordinator.choose('people');
    await tapLabel(coordinator, said(locale, 'coordination:personNotHere', { name: town.account('person-2').name }));
    coordinator.expectLast(said(locale, 'coordination:reissued', { name: town.account('person-2').name }));
    const thief = town.stranger(locale);
    await thief.say(`/start ${linkCodeOf(town.account('person-2'))}`);
    thief.expectLast(said(locale, 'joining:codeRefused'));
  });

  it('sees nobody of another station, nor does a helper anybody but their own people', async () => {
    await coordinator.say('/menu');
    await coordinator.choose('people');
    expect(coordinator.text).not.toContain(town.account('person-5').name);
    const helper = await town.joined('helper-2', locale);
    await helper.choose('people');
    const names = ['person-1', 'person-3'].map((reference) => town.account(reference).name);
    for (const name of names) helper.expectLast(name);
    for (const foreign of ['person-2', 'person-4', 'person-5'])
      expect(helper.text).not.toContain(town.account(foreign).name);
    await tapLabel(helper, said(locale, 'coordination:personNotHere', { name: names[1] ?? '' }));
    helper.expectLast(/start=[A-Za-z0-9_-]{22}/);
    // A button whose person has left the team since then opens nothing.
    await town.rows('update team_member set until = now() where account_id = $1', [town.account('helper-2').id]);
    const { message, index } = await helper.find('reissue');
    await helper.tap(message, index);
    helper.expectLast(said(locale, 'common:notYours'));
    expect(helper.last.text).not.toMatch(/start=/);
  });

  it('calls who has not read a message on the web chat, and takes the call off the list when it was answered', async () => {
    const web = new WebPhone(town.program, locale);
    await web.join(linkCodeOf(town.account('person-4')));
    await web.choose('consentYes');
    await web.choose('human');
    await web.say('想问一件事');
    await coordinator.choose('claim');
    await write(coordinator, 'ask', '什么事？');
    await town.tickAt(new Date(town.now.getTime() + 25 * 3_600_000));
    const name = town.account('person-4').name;
    coordinator.expectLast(said(locale, 'coordination:callNeeded', { name }));
    await coordinator.choose('calls');
    await tapLabel(coordinator, name);
    coordinator.expectLast('0000-5550161');
    await coordinator.choose('calledMissed');
    coordinator.expectLast(said(locale, 'coordination:callAgain'));
    await coordinator.choose('calls');
    await coordinator.choose('call');
    await coordinator.choose('calledReached');
    await coordinator.choose('calls');
    coordinator.expectLast(said(locale, 'coordination:noCalls'));
    const { message, index } = await coordinator.find('calledReached');
    await coordinator.tap(message, index);
    coordinator.expectLast(said(locale, 'coordination:callDone'));
  });
});

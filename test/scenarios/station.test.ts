import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import catalogue from '../../src/i18n/catalogue.ts';
import { locales } from '../../src/i18n/locale.ts';
import { type KindId, kindIds } from '../../src/referrals/kinds.ts';
import { ask, beginning, labelsOf, said, tapLabel } from '../support/person.ts';
import { monday, type Phone, Town } from '../support/town.ts';

/** 找人 and words without a command: never a dead end. */
describe.each(locales)('talking to the station, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let coordinator: Phone;
  let desk: Phone;
  let elsewhere: Phone;
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);
  const station = locale === 'en' ? 'Jianshe Road Community Service Station' : '建设路便民服务站';
  const unclear = locale === 'en' ? 'qwerty, the blue one' : '蓝色那个呢';

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe', locale);
    desk = await town.joined('staff-jianshe-station', locale);
    elsewhere = await town.joined('coordinator-hexi', locale);
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());
  let minutes = 0;
  beforeEach(async () => {
    minutes += 1;
    town.setClock(new Date(monday.getTime() + minutes * 60_000));
    await person.say('/menu');
  });

  const referrals = () =>
    town.rows<{ id: string; kind: string; state: string; events: string[] }>(
      `select id, kind, state, (select jsonb_agg(kind order by position) from referral_event where referral_id = r.id) as events
       from referral r order by created_at`,
    );

  it('says whom to write to and whom to call, and a first word becomes a request for the station to sort', async () => {
    const heard = elsewhere.messages.length;
    await tapLabel(person, text('common:human'));
    expect(person.last.text).toBe(text('station:write', { department: station, phone: '0000-5550121' }));
    await person.say(unclear);
    expect(person.text).toContain(beginning(locale, 'help:receipt'));
    expect(person.text).toContain(text('station:goOn'));
    for (const phone of [coordinator, desk]) {
      expect(phone.text).toContain(text('queue:words', { words: unclear }));
      expect(phone.text).toContain(text('help:sharedPhone', { phone: '0000-5550158' }));
      // Nothing was asked, so nothing stands between what was shared and the words.
      const lines = phone.last.text.split('\n');
      expect(lines.indexOf(text('queue:words', { words: unclear }))).toBe(
        lines.indexOf(text('help:sharedPhone', { phone: '0000-5550158' })) + 1,
      );
    }
    expect(elsewhere.messages.length).toBe(heard);
    const [consent] = await town.rows("select fields from consent where purpose = 'passOn'");
    expect(consent).toEqual({ fields: ['name', 'phone', 'words'] });
    // Who has more to say just goes on.
    await person.say('还有一句');
    expect(desk.text).toContain(text('queue:words', { words: '还有一句' }));
    expect((await referrals())[0]?.events).toEqual(['requested', 'personWrote']);
  });

  it('goes on as a conversation: more words, the coordinator’s answer, and words back', async () => {
    await person.say('0');
    for (const words of ['第一句', '2', 'ok', '谢谢', '你好']) {
      await person.say(words);
      expect(coordinator.text, words).toContain(text('queue:words', { words }));
      expect(person.last.text).toBe(`${text('station:passed', { department: station })}\n${text('station:goOn')}`);
    }
    await tapLabel(coordinator, text('queue:open'));
    await tapLabel(coordinator, text('queue:claim'));
    await tapLabel(coordinator, text('queue:answer'));
    await coordinator.say('您明天上午来站里，找韩老师。');
    await tapLabel(coordinator, text('composing:send'));
    expect(person.text).toContain('您明天上午来站里，找韩老师。');
    await person.say('几点？');
    expect(coordinator.text).toContain(text('queue:words', { words: '几点？' }));
    expect(desk.text).not.toContain('几点？');
    // A number answers the newest message that offers it, also between two sentences.
    await tapLabel(coordinator, text('queue:open'));
    await tapLabel(coordinator, text('queue:ask'));
    await coordinator.say('九点，可以吗？');
    await tapLabel(coordinator, text('composing:send'));
    expect(person.text).toContain('九点，可以吗？');
    await person.say('1');
    expect(person.text).toContain(beginning(locale, 'station:write'));
    await person.say(locale === 'en' ? 'Yes.' : '可以。');
    expect(coordinator.text).toContain(locale === 'en' ? 'Yes.' : '可以。');
    expect(await referrals()).toHaveLength(1);
  });

  it('is over after half a day: what is typed then is not passed on before it is asked', async () => {
    await person.say('0');
    await person.say('先这样');
    town.setClock(new Date(town.now.getTime() + 13 * 3_600_000));
    const heard = coordinator.messages.length;
    await person.say(unclear);
    expect(person.last.text).toBe(text('station:notUnderstood', { words: unclear, department: station }));
    expect(coordinator.messages.length).toBe(heard);
    expect(labelsOf(person.last)).toEqual([
      text('station:passWords'),
      text('station:addTo', { kind: text('kinds:other.name') }),
      text('common:menu'),
      text('common:human'),
    ]);
    await tapLabel(person, text('station:addTo', { kind: text('kinds:other.name') }));
    expect(person.text).toContain(text('station:passed', { department: station }));
    expect(await referrals()).toHaveLength(1);
  });

  it('passes words on that were not understood after a yes, and not after a no', async () => {
    const before = (await referrals()).length;
    await person.say(unclear);
    await person.say(locale === 'en' ? 'No' : '不用');
    expect(person.text).toContain(text('help:nothingPassedOn'));
    expect(await referrals()).toHaveLength(before);
    await person.say(unclear);
    await town.post(town.telegram.photoUpdate(person.id));
    expect(person.text).toContain(text('common:unsupported.photo'));
    expect(person.text).toContain(unclear);
    await person.say(locale === 'en' ? 'ok' : '好的');
    expect(person.text).toContain(beginning(locale, 'help:receipt'));
    expect(await referrals()).toHaveLength(before + 1);
    expect(desk.text).toContain(text('queue:words', { words: unclear }));
  });

  it('takes a yes to one guess for that guess, and asks again when there were more', async () => {
    const lost = locale === 'en' ? 'I lost my id card on the bus' : '身份证丢了怎么办';
    await person.say(lost);
    expect(labelsOf(person.last)[0]).toBe(text('kinds:identityCard.asSaid'));
    await person.say(locale === 'en' ? 'yes' : '是的');
    expect(person.text).toContain(text('kinds:identityCard.questions.matter.ask'));
    await person.say('/menu');
    const two = locale === 'en' ? 'training, or a job search' : '找工作还是学门技术';
    await person.say(two);
    expect(labelsOf(person.last).slice(0, 2)).toEqual([text('kinds:jobSearch.asSaid'), text('kinds:training.asSaid')]);
    await person.say(locale === 'en' ? 'yes' : '是的');
    expect(person.last.text).toBe(text('station:meant', { words: two, department: station }));
  });

  /** Words that are heard as hunger or self-harm get the numbers first. */
  const crisis = locales.flatMap((each) => Object.values(catalogue[each].keywords.crisis).flat());

  it.each(kindIds)('understands what people say for %s', async (kind: KindId) => {
    const words = catalogue[locale].keywords[kind].find((word) => !crisis.some((need) => word.includes(need)));
    const sentence = locale === 'en' ? `Well… ${words?.toUpperCase()}, please` : `我想问一下${words}的事`;
    await person.say(sentence);
    if (!labelsOf(person.last).includes(text(`kinds:${kind}.asSaid`))) throw new Error(person.text);
    await tapLabel(person, text(`kinds:${kind}.asSaid`));
    expect(labelsOf(person.last).slice(-2)).toEqual([text('common:back'), text('common:human')]);
  });

  it('offers to add words to the request in which the person was asked something last', async () => {
    await ask(town, person, 'mediation');
    await tapLabel(coordinator, text('queue:claim'));
    await tapLabel(coordinator, text('queue:ask'));
    await coordinator.say('您哪天在家？');
    await tapLabel(coordinator, text('composing:send'));
    await ask(town, person, 'schooling');
    await person.say(unclear);
    expect(labelsOf(person.last)).toContain(text('station:addTo', { kind: text('kinds:mediation.name') }));
    await person.say('/menu');
    await tapLabel(person, text('menu:matters'));
    await tapLabel(person, `${text('kinds:mediation.name')} · ${text('matters:short.claimed')}`);
    await tapLabel(person, text('matters:withdraw'));
    await person.say('1');
  });

  it('writes into a request of another department, and says so', async () => {
    await ask(town, person, 'women');
    await person.say('/menu');
    await tapLabel(person, text('menu:matters'));
    await tapLabel(person, `${text('kinds:women.name')} · ${text('matters:short.new')}`);
    await person.say(unclear);
    await tapLabel(person, text('station:addTo', { kind: text('kinds:women.name') }));
    expect(person.text).toContain(locale === 'en' ? "Women's Federation" : '妇联');
    const [newest] = (await referrals()).toReversed();
    expect(newest).toMatchObject({ kind: 'women', events: ['requested', 'personWrote'] });
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

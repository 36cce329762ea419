import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, labelsOf, said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Who may do what with a request is asked again at every tap, and at the last one too. */
describe.each(locales)('what staff may not do, in %s', (locale) => {
  let town: Town;
  let staff: Phone;
  let colleague: Phone;
  let housing: Phone;
  let person: Phone;

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    colleague = await town.joined('staff-human-resources-2', locale);
    housing = await town.joined('staff-housing', locale);
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());

  const stateOf = async (id: string) =>
    (await town.rows<{ state: string }>('select state from referral where id = $1', [id]))[0]?.state;

  /** A button whose action is made to be about another request: a token that was guessed. */
  async function tapAbout(phone: Phone, action: string, referral: string): Promise<void> {
    const { message, index } = await phone.find(action);
    await town.rows(
      "update outbox set choices = jsonb_set(choices, array[$2, 'action', 'referral'], to_jsonb($1::text)) where channel_message_id = $3 and identity_id = (select id from identity where external_id = $4)",
      [referral, String(index), String(message.messageId), String(phone.id)],
    );
    await phone.tap(message, index);
  }

  it('touch a request of another department: it answers like one that is not there', async () => {
    const id = await ask(town, person, 'training');
    await ask(town, person, 'housing');
    // A coordinator may see what goes on in the area, and still has nothing to do with another department's request.
    const coordinator = await town.joined('coordinator-jianshe', locale);
    await ask(town, person, 'mediation');
    for (const phone of [housing, coordinator]) {
      const texts: string[] = [];
      for (const about of [id, crypto.randomUUID()]) {
        for (const action of ['claim', 'passOn']) {
          await tapAbout(phone, action, about);
          phone.expectLast(said(locale, 'common:notYours'));
          texts.push(phone.text);
        }
      }
      expect(new Set(texts).size).toBe(1);
    }
    expect(await stateOf(id)).toBe('new');
  });

  it('answer, ask, refuse or close before claiming', async () => {
    const id = await ask(town, person, 'training');
    for (const action of ['answer', 'ask', 'askPaper', 'refuse', 'close', 'paperReceived']) {
      await town.rows(
        "update outbox set choices = jsonb_set(choices, '{0,action,do}', to_jsonb($1::text)) where state = 'sent' and choices->0->'action'->>'do' = 'claim' and choices->0->'action'->>'referral' = $2 and identity_id = (select id from identity where external_id = $3)",
        [action, id, String(staff.id)],
      );
      await staff.tap(
        staff.messages.findLast(({ text }) => text.includes(said(locale, 'kinds:training.name'))) ?? staff.last,
        0,
      );
      expect(await stateOf(id)).toBe('new');
      const hindered = [said(locale, 'queue:claimFirst'), said(locale, 'queue:movedOn')];
      expect(hindered.some((text) => staff.text.startsWith(text))).toBe(true);
      await town.rows(
        "update outbox set choices = jsonb_set(choices, '{0,action,do}', '\"claim\"') where choices->0->'action'->>'do' = $1 and choices->0->'action'->>'referral' = $2",
        [action, id],
      );
    }
  });

  it('act on what a colleague claimed, not even with a button from before', async () => {
    const id = await ask(town, person, 'training');
    const passOn = await colleague.find('passOn');
    const sendBack = await colleague.find('sendBack');
    await staff.choose('claim');
    for (const { message, index } of [passOn, sendBack]) {
      await colleague.tap(message, index);
      colleague.expectLast(said(locale, 'queue:takenBy', { name: town.account('staff-human-resources').name }));
      expect(labelsOf(colleague.last)).toEqual([said(locale, 'common:menu')]);
    }
    expect(await stateOf(id)).toBe('claimed');
  });

  it('finish what was taken back meanwhile: the words are not sent, and it says where it stands', async () => {
    for (const action of ['answer', 'ask', 'askPaper']) {
      const id = await ask(town, person, 'training');
      await staff.choose('claim');
      await staff.choose(action);
      await staff.say('写了一半的话');
      await person.choose('matter');
      await person.choose('withdraw');
      await person.choose('confirm');
      await staff.choose('confirm');
      staff.expectLast(said(locale, 'queue:state.withdrawn'));
      expect(await stateOf(id)).toBe('withdrawn');
    }
    expect(person.messages.some(({ text }) => text.includes('写了一半的话'))).toBe(false);
  });

  it('finish what went to another department while they wrote, and are told so', async () => {
    const id = await ask(town, person, 'training');
    await colleague.choose('sendBack');
    await colleague.say('我也写一句');
    await staff.choose('sendBack');
    await staff.say('不归我们');
    await staff.choose('confirm');
    const { message, index } = await colleague.find('confirm');
    await colleague.tap(message, index);
    colleague.expectLast(said(locale, 'common:notYours'));
    expect(colleague.text).not.toContain(town.account('person-1').name);
    // Also when the words come after it has gone.
    const other = await ask(town, person, 'training');
    await colleague.choose('sendBack');
    await staff.choose('sendBack');
    await staff.say('不归我们');
    await staff.choose('confirm');
    await colleague.say('还没写完');
    colleague.expectLast(said(locale, 'common:notYours'));
    for (const each of [id, other])
      expect(
        await town.rows("select 1 from referral_event where referral_id = $1 and kind = 'sentBack'", [each]),
      ).toHaveLength(1);
  });

  it('refuse without a reason and a next step, or send anything that was not shown first', async () => {
    const id = await ask(town, person, 'training');
    await staff.choose('claim');
    await staff.choose('refuse');
    await expect(staff.find('confirm').then(({ message }) => message === staff.last)).resolves.toBe(false);
    await staff.say('名额满了');
    staff.expectLast(said(locale, 'composing:refuseNext', { name: town.account('person-1').name }));
    expect(await stateOf(id)).toBe('claimed');
    await staff.say('下月再来');
    for (const words of ['名额满了', '下月再来']) staff.expectLast(words);
    await staff.choose('change');
    await staff.say('这期停办');
    await staff.say('可以先报别的');
    await staff.choose('confirm');
    expect(await stateOf(id)).toBe('refused');
    for (const words of ['这期停办', '可以先报别的']) person.expectLast(words);
    person.expectLast(said(locale, 'matters:needHelp'));
    person.expectLast(said(locale, 'matters:review'));
  });

  it('lose the role and go on: the next tap shows nothing', async () => {
    await ask(town, person, 'housing');
    const { message, index } = await housing.find('claim');
    const id = town.account('staff-housing').id;
    await town.rows("update membership set state = 'ended' where account_id = $1", [id]);
    await housing.tap(message, index);
    housing.expectLast(said(locale, 'common:notYours'));
    await housing.say('/queue');
    expect(housing.text).not.toContain(town.account('person-1').name);
    await town.rows("update membership set state = 'approved' where account_id = $1", [id]);
  });

  it('keep from the others what they had in hand when they leave', async () => {
    const id = await ask(town, person, 'training');
    await staff.choose('claim');
    await staff.choose('askPaper');
    await staff.say('毕业证');
    await staff.choose('confirm');
    const leaving = town.account('staff-human-resources').id;
    await town.rows("update membership set state = 'ended' where account_id = $1", [leaving]);
    await person.choose('write');
    await person.say('还有人在办吗');
    colleague.expectLast('还有人在办吗');
    const opened = await colleague.find('open');
    await colleague.say('/queue');
    colleague.expectLast(said(locale, 'queue:stateNew'));
    await colleague.tap(opened.message, opened.index);
    await colleague.choose('claim');
    colleague.expectLast(said(locale, 'queue:claimed'));
    expect(await stateOf(id)).toBe('waitingForPerson');
    await colleague.choose('paperReceived');
    expect(await stateOf(id)).toBe('claimed');
    // Whoever comes back finds it with the colleague.
    await town.rows("update membership set state = 'approved' where account_id = $1", [leaving]);
    const { message, index } = await staff.find('answer');
    await staff.tap(message, index);
    staff.expectLast(said(locale, 'queue:takenBy', { name: town.account('staff-human-resources-2').name }));
  });

  it('be held up by a paper that came: the days that passed are added, and the person reads the new day', async () => {
    const id = await ask(town, person, 'training');
    await staff.choose('claim');
    await staff.choose('askPaper');
    await staff.say('毕业证');
    await staff.choose('confirm');
    town.setClock(new Date('2026-09-23T02:00:00Z'));
    await staff.choose('paperReceived');
    const [row] = await town.rows<{ expected_on: string; paused_on: string | null; state: string }>(
      'select expected_on::text, paused_on::text, state from referral where id = $1',
      [id],
    );
    expect(row).toEqual({ expected_on: '2026-10-08', paused_on: null, state: 'claimed' });
    await tapLabel(person, said(locale, 'common:unfold'));
    person.expectLast(locale === 'en' ? 'by October 8' : '10月8日前');
    // Ticked twice, it was received once.
    const { message, index } = await staff.find('paperReceived');
    await staff.tap(message, index);
    staff.expectLast(said(locale, 'queue:movedOn'));
    expect(
      await town.rows("select 1 from referral_event where referral_id = $1 and kind = 'paperReceived'", [id]),
    ).toHaveLength(1);
  });
});

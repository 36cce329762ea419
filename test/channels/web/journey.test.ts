/** The main job over the web chat: a person asks, the right department answers, in the same chat or on Telegram. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Locale, locales } from '../../../src/i18n/locale.ts';
import { Town } from '../../support/town.ts';
import { reissue, WebPhone } from '../../support/webPhone.ts';

const answerText = {
  'zh-CN': '下周一上午九点到市民路6号报名，带身份证。',
  en: 'Monday at nine, 6 Shimin Road. Bring your card.',
};
const words = {
  'zh-CN': { receipt: /编号/, claimed: /受理|办理|接/, question: '您上午还是下午方便？', reply: '上午' },
  en: { receipt: /number/i, claimed: /taken|working on|claimed/i, question: 'Morning or afternoon?', reply: 'Morning' },
};

const persons = { 'zh-CN': ['person-1', 'person-2'], en: ['person-3', 'person-4'] } as const;

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterAll(() => town.close());

describe.each(locales)('a request over the web chat, in %s', (locale) => {
  const [first, second] = persons[locale];

  async function joined(reference: string): Promise<WebPhone> {
    const phone = new WebPhone(town.program, locale);
    expect(await phone.join(await reissue(town, reference))).toEqual({ status: 200 });
    return phone;
  }

  it('goes from the person’s browser to the staff’s and back', async () => {
    const staff = await joined('staff-human-resources');
    const person = await joined(first);
    await person.choose('consentYes');
    await ask(person, locale);
    expect(await staff.text()).toContain(town.account(first).name);

    await staff.choose('claim');
    expect(await person.text()).toMatch(words[locale].claimed);
    await staff.choose('ask');
    await staff.say(words[locale].question);
    await staff.choose('confirm');
    expect(await person.text()).toContain(words[locale].question);
    await person.choose('write');
    await person.say(words[locale].reply);
    if ((await person.last()).choices.some(({ action }) => action === 'confirm')) await person.choose('confirm');
    expect(await staff.text()).toContain(words[locale].reply);

    await staff.choose('answer');
    await staff.say(answerText[locale]);
    await staff.choose('confirm');
    expect(await person.text()).toContain(answerText[locale]);
    await person.choose('helpedYes');
    expect(await referral(first)).toEqual({ state: 'closed', helped: true });
    expect(town.complaints).toEqual([]);
  });

  it('goes from a browser to staff on Telegram and back', async () => {
    const staff = town.stranger(locale);
    await staff.say(`/start ${await reissue(town, 'staff-civil-affairs')}`);
    const person = await joined(second);
    await person.chooseByNumber('consentYes');
    await ask(person, locale, ['help', 'group:livelihood', 'kind:destituteCare']);
    expect(staff.text).toContain(town.account(second).name);
    await staff.choose('claim');
    await staff.choose('answer');
    await staff.say(answerText[locale]);
    await staff.choose('confirm');
    expect(await person.text()).toContain(answerText[locale]);
    await person.chooseByNumber('helpedYes');
    expect(await referral(second)).toEqual({ state: 'closed', helped: true });
    expect(town.complaints).toEqual([]);
  });
});

/** Down to the kind, through its questions by their first options, to the receipt. */
async function ask(person: WebPhone, locale: Locale, path = ['help', 'group:work', 'kind:training']): Promise<void> {
  for (const action of path) await person.choose(action);
  while ((await person.last()).choices.some(({ action }) => action === 'firstOption')) {
    await person.chooseByNumber('firstOption');
  }
  await person.choose('confirm');
  expect(await person.text()).toMatch(words[locale].receipt);
}

async function referral(reference: string): Promise<{ state: string; helped: boolean } | undefined> {
  const rows = await town.rows<{ state: string; helped: boolean }>(
    'select r.state, r.helped from referral r join person p on p.id = r.person_id where p.account_id = $1',
    [town.account(reference).id],
  );
  return rows[0];
}

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dialogueSchema } from '../../src/dialogue/topic.ts';
import catalogue from '../../src/i18n/catalogue.ts';
import { type Locale, locales } from '../../src/i18n/locale.ts';
import { hashLinkCode, hashSpokenCode, newCode } from '../../src/secrets/codes.ts';
import { hasWayOn, labelsOf, said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';
import { isOnWorker } from '../support/worker/workerProgram.ts';

/** Whatever one person does, in whatever order: no turn throws, and no message leaves them without a way on. */

type Move =
  | { readonly do: 'tap'; readonly back: number; readonly place: number }
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'send'; readonly what: 'photo' | 'voice' | 'sticker' | 'block' }
  | {
      readonly do: 'staff';
      readonly label: 'queue:claim' | 'queue:askPaper' | 'queue:answer' | 'queue:refuse' | 'queue:ask';
    }
  | { readonly do: 'wait'; readonly hours: number };

const words = locales.flatMap((locale) => {
  const { keywords, menu, joining } = catalogue[locale];
  const { crisis, days, ...lists } = keywords;
  return [...Object.values(lists), ...Object.values(crisis), ...Object.values(days)]
    .flatMap((list) => list.slice(0, 2))
    .concat(menu.help, menu.matters, joining.yes, joining.no);
});
const commands = ['/menu', '/help', '/language', '/cancel', '/start', '/queue', '/nothing', 'AB3CD-7EFGH'];
const text = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 12 }).map(String) },
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 2, arbitrary: fc.constantFrom(...commands) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ minLength: 4000, maxLength: 4096 }) },
);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('tap' as const), back: fc.nat(1), place: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tap' as const), back: fc.nat(8), place: fc.nat(9) }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('say' as const), text }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      what: fc.constantFrom('photo', 'voice', 'sticker', 'block'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('staff' as const),
      label: fc.constantFrom('queue:claim', 'queue:askPaper', 'queue:answer', 'queue:refuse', 'queue:ask'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 13, 100) }) },
);

let town: Town;
const desks: Phone[] = [];

beforeAll(async () => {
  town = await Town.open();
  for (const reference of ['staff-jianshe-station', 'staff-human-resources', 'staff-health', 'staff-rescue'])
    desks.push(await town.joined(reference));
});
afterAll(() => town.close());

/** Person 1 on a new phone. */
async function newPhone(locale: Locale): Promise<Phone> {
  const code = newCode();
  await town.rows(
    `insert into enrolment (id, account_id, link_hash, spoken_hash, created_at, expires_at, version)
     values (gen_random_uuid(), $1, $2, $3, $4, $4::timestamptz + interval '1 day', 1)`,
    [
      town.account('person-1').id,
      await hashLinkCode(town.vault, code.link),
      await hashSpokenCode(town.vault, code.spoken),
      town.now.toISOString(),
    ],
  );
  const phone = town.stranger(locale);
  await phone.say(`/start ${code.link}`);
  return phone;
}

async function make(phone: Phone, wanted: Move): Promise<void> {
  switch (wanted.do) {
    case 'say':
      return expectTaken(await phone.say(wanted.text));
    case 'tap': {
      const message = phone.messages.at(-1 - wanted.back);
      if (message === undefined || message.choices.length === 0) return;
      return expectTaken(await phone.tap(message, wanted.place % message.choices.length));
    }
    case 'send':
      return send(phone, wanted.what);
    case 'staff':
      return work(wanted.label);
    case 'wait':
      town.setClock(new Date(town.now.getTime() + wanted.hours * 3_600_000));
      return town.settle();
  }
}

function expectTaken(response: Response): void {
  expect(response.status).toBe(200);
}

async function send(phone: Phone, what: Extract<Move, { do: 'send' }>['what']): Promise<void> {
  const { telegram } = town;
  if (what === 'photo') return expectTaken(await town.post(telegram.photoUpdate(phone.id)));
  if (what === 'voice') return expectTaken(await town.post(telegram.voiceUpdate(phone.id)));
  if (what === 'sticker') return expectTaken(await town.post(telegram.stickerUpdate(phone.id)));
  expectTaken(await town.post(telegram.blockedUpdate(phone.id)));
  expectTaken(await town.post(telegram.unblockedUpdate(phone.id)));
}

/** Somebody at a desk does this to the first request that offers it, so that the person meets every state. */
async function work(key: Extract<Move, { do: 'staff' }>['label']): Promise<void> {
  const label = said('zh-CN', key);
  for (const desk of desks) {
    const index = labelsOf(desk.last).indexOf(label);
    if (index < 0) continue;
    await desk.tap(desk.last, index);
    if (key !== 'queue:claim') await desk.say('要户口本');
    if (key === 'queue:refuse') await desk.say('先补材料');
    if (key !== 'queue:claim') await desk.tap(desk.last, 0);
    return;
  }
}

async function expectPlainData(phone: Phone): Promise<void> {
  const [row] = await town.rows<{ identity: string; state: string; account: string | null; key: string | null }>(
    `select i.id as identity, d.state, a.id as account, a.key
     from dialogue d join identity i on i.id = d.identity_id left join account a on a.id = i.account_id where i.external_id = $1`,
    [String(phone.id)],
  );
  if (row === undefined) throw new Error('the chat has no dialogue');
  const owner = row.account === null || row.key === null ? null : { id: row.account, key: row.key };
  const state: unknown = JSON.parse(await town.vault.open(owner, `dialogue.state:${row.identity}`, row.state));
  expect(dialogueSchema.parse(state)).toEqual(state);
}

it('never throws and never leaves a person without a way on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...locales),
      fc.array(move, { minLength: 4, maxLength: 14 }),
      async (locale, moves) => {
        const phone = await newPhone(locale);
        for (const wanted of moves) {
          const before = phone.messages.length;
          await make(phone, wanted);
          const told = phone.messages.slice(before);
          if (wanted.do === 'say') expect(told.length, JSON.stringify(wanted)).toBeGreaterThan(0);
          // Of a long text in several messages the last has the choices.
          const last = told.at(-1);
          if (last !== undefined && !hasWayOn(last))
            throw new Error(`no way on after ${JSON.stringify(wanted)}:\n${last.text}`);
          expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
        }
        await expectPlainData(phone);
      },
    ),
    // Each message is a request and a login more there.
    { numRuns: isOnWorker() ? 15 : 100 },
  );
}, 120_000);

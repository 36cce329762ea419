/** Case 8: many colleagues, on several replicas, claim the same request at once: one wins, the others are told who it is. */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { full } from '../faults/size.ts';
import { ask, beginning, labelsOf, said } from '../support/person.ts';
import { type Phone, Town, webhookSecret } from '../support/town.ts';

/** PGlite has one connection, and so little is at once. */
const bounded = inject('postgresUrl') === undefined ? 1 : 5;
const { races, claimers } = full ? { races: 1000, claimers: 50 } : { races: bounded, claimers: 20 };
const locale = 'zh-CN';

let town: Town;
let person: Phone;
let colleagues: Phone[];

beforeAll(async () => {
  const organisation = demoOrganisation();
  const pattern = organisation.workers.find(({ reference }) => reference === 'staff-human-resources');
  const crowd = Array.from({ length: claimers }, (_, index) => ({
    ...pattern!,
    reference: `c-${index}`,
    name: `经办${index}`,
  }));
  town = await Town.open({ demo: { ...organisation, workers: crowd } });
  const replicas = [town.program, town.replica(), town.replica()];
  colleagues = await Promise.all(crowd.map(({ reference }) => town.joined(reference)));
  for (const [index, phone] of colleagues.entries()) phone.program = replicas[index % replicas.length];
  person = await town.joined('person-1');
});
afterAll(() => town.close());

it(`${races} requests are each claimed by one of ${claimers}`, { timeout: full ? 3_600_000 : 60_000 }, async () => {
  for (let race = 0; race < races; race += 1) {
    const id = await ask(town, person, 'training');
    const heardBefore = person.messages.length;
    const claims = colleagues.map((phone) => {
      const index = labelsOf(phone.last).indexOf(said(locale, 'queue:claim'));
      expect(index).toBeGreaterThanOrEqual(0);
      const update = town.telegram.tapUpdate(phone.id, phone.last, index);
      return () => town.deliver(update, webhookSecret, phone.program);
    });
    await Promise.all(claims.map((claim) => claim()));
    await town.settle();

    const [referral] = await town.rows<{ winner: string; version: number; kinds: string[] }>(
      `select r.claimed_by as winner, r.version,
         (select json_agg(e.kind order by e.position) from referral_event e where e.referral_id = r.id) as kinds
       from referral r where r.id = $1`,
      [id],
    );
    expect(referral).toMatchObject({ version: 2, kinds: ['requested', 'claimed'] });
    const winner = town.accounts.find((account) => account.id === referral?.winner)?.name ?? 'nobody';
    const first = (phone: Phone) => phone.last.text.split('\n')[0] ?? '';
    const answers = colleagues.map(first).sort();
    const told = said(locale, 'queue:takenBy', { name: winner });
    expect(answers).toEqual([said(locale, 'queue:claimed'), ...Array(claimers - 1).fill(told)].sort());
    const heard = person.messages.slice(heardBefore).map(({ text }) => text);
    expect(heard.filter((text) => text.startsWith(beginning(locale, 'matters:claimed')))).toHaveLength(1);
  }
  expect(town.complaints).toEqual([]);
});

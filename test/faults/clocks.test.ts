/** Case 5: five replicas tick together, late, halted, or by a clock that is a day off: each reminder once, and lists of them. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ask, said } from '../support/person.ts';
import type { Phone } from '../support/town.ts';
import { histories } from './books.ts';
import { Replicas } from './replicas.ts';
import { full } from './size.ts';

const people = ['person-1', 'person-2', 'person-3', 'person-4'] as const;
const kinds = ['training', 'formerEmployer', 'socialInsurance'] as const;
const requests = people.length * kinds.length;
const list = (count: number) => said('zh-CN', 'common:reminders', { count: String(count) });
const morning = said('zh-CN', 'visits:morning');

describe.runIf(inject('postgresUrl'))(
  'five replicas, two with a clock that is a day off',
  { timeout: full ? 600_000 : 120_000 },
  () => {
    let replicas: Replicas;
    let staff: Phone;
    let coordinator: Phone;
    let helper: Phone;

    beforeAll(async () => {
      replicas = await Replicas.open();
      const { town } = replicas;
      staff = await town.joined('staff-human-resources');
      coordinator = await town.joined('coordinator-jianshe');
      helper = await town.joined('helper-1');
      for (const reference of people) {
        const person = await town.joined(reference);
        for (const kind of kinds) await ask(town, person, kind);
      }
      for (const reference of ['person-1', 'person-2']) {
        await due(reference, 'regular', 1);
        await due(reference, 'must', 0);
      }
      await replicas.moveTo(replicas.at(0, 21));
      await Promise.all(replicas.services.map((service) => service.start()));
      return () => replicas.end();
    }, 300_000);

    afterAll(async () => {
      expect(await histories(replicas)).toEqual([]);
    });

    /** A visit that is to be made by so many days after the Monday. */
    async function due(reference: string, kind: 'regular' | 'must', days: number): Promise<void> {
      const day = replicas.at(days, 12);
      await replicas.sql`
      insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at)
      select gen_random_uuid(), id, ${kind}, ${kind}, false, ${day}, ${day}, false, 'due', ${day}
      from person where account_id = ${replicas.town.account(reference).id}`;
    }

    const heard = (phone: Phone, words: string) => phone.messages.filter(({ text }) => text.startsWith(words)).length;
    const events = async (kind: string) => {
      const [row] = await replicas.sql<{ all: number; requests: number }[]>`
      select count(*)::integer as all, count(distinct referral_id)::integer as requests from referral_event where kind = ${kind}`;
      return [row?.all, row?.requests];
    };

    it('tell nobody early, though one of them thinks that it is tomorrow', async () => {
      await replicas.tickAt(replicas.at(1, 8, 20));
      expect(heard(helper, morning)).toBe(0);
      expect(await events('departmentReminded')).toEqual([0, 0]);
    });

    it('give each helper one list a morning, and the station one of what is late', async () => {
      await replicas.tickAt(replicas.at(1, 8, 31));
      expect(heard(helper, morning)).toBe(1);
      await replicas.tickAt(replicas.at(1, 11));
      expect(heard(helper, morning)).toBe(1);
      expect(await replicas.sql`select count(*)::integer as told from visit where escalated_at is not null`).toEqual([
        { told: 2 },
      ]);
      expect(heard(coordinator, list(2))).toBe(1);
    });

    it('make one list of what became due while none of them ticked, though one was halted in between', async () => {
      const halted = replicas.services.at(-1)!;
      halted.signal('SIGSTOP');
      await replicas.tickAt(replicas.at(1, 17, 1), replicas.services.slice(0, -1));
      halted.signal('SIGCONT');
      await replicas.ticked();
      expect(heard(staff, list(requests))).toBe(1);
      expect(heard(staff, '提醒')).toBe(0);
      expect(await events('departmentReminded')).toEqual([requests, requests]);
    });

    it('go on when their clocks are set right', async () => {
      for (const service of replicas.services) service.signal('SIGUSR2');
      await replicas.ticked();
      await replicas.tickAt(replicas.at(2, 8, 31));
      expect(heard(helper, morning)).toBe(2);
      await replicas.tickAt(replicas.at(2, 17, 1));
      expect(heard(coordinator, list(requests))).toBe(1);
      expect(await events('coordinatorTold')).toEqual([requests, requests]);
      expect(await events('departmentReminded')).toEqual([requests, requests]);
    });

    it('say once that a day has passed', async () => {
      await replicas.tickAt(replicas.at(8, 10));
      expect(await events('expectedDayMoved')).toEqual([people.length, people.length]);
      expect(heard(staff, list(people.length))).toBe(1);
      expect(heard(helper, morning)).toBe(3);
    });
  },
);

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionAbout, actionNames, actors, answerTo, type Matrix, namesSomething, openMatrix } from './matrix/chat.ts';
import { relations, rights } from './matrix/rights.ts';
import { layOut, missing } from './matrix/subjects.ts';

/**
 * Everybody sends every action about what is theirs and about what is not. To whom a thing is not, it is answered as a thing
 * that is not there, and nothing changes.
 */
describe('the rights matrix over the chat', () => {
  let matrix: Matrix;
  let cells = 0;
  beforeAll(async () => {
    matrix = await openMatrix();
  });
  afterAll(async () => {
    expect(matrix.town.logged.filter(({ level }) => level === 'error')).toEqual([]);
    await matrix.town.close();
  });

  const standing = async () =>
    JSON.stringify(
      await matrix.town.rows(
        `select (select count(*) from audit where reason is null and action <> 'languageChosen') as acts,
          (select sum(version) from referral) as referrals, (select sum(version) from visit) as visits, (select sum(version) from person) as people,
          (select sum(version) from membership) as memberships, (select sum(version) from team_member) as members, (select sum(version) from need) as needs,
          (select sum(version) from consent) as consents, (select sum(version) from task) as tasks, (select count(*) from enrolment) as codes,
          (select sum(version) from desk_login) as logins, (select sum(version) from desk_session) as sessions,
          (select count(*) from outbox where not screen and sent_seq is distinct from 0) as told`,
      ),
    );

  const named = actionNames.filter(namesSomething);

  it.each(named)('%s', async (name) => {
    const allowed = rights[name] ?? [];
    const before = await standing();
    for (const where of ['here', 'there'] as const) {
      for (const actor of actors) {
        const relation = relations[where][actor];
        if (relation !== undefined && allowed.includes(relation)) continue;
        const none = await answerTo(matrix, actor, actionAbout(name, missing));
        const told = await answerTo(matrix, actor, actionAbout(name, matrix.subjects[where]));
        expect(told, `${actor} ${name} ${where}`).toEqual(none);
        cells += 1;
      }
    }
    expect(await standing()).toBe(before);
    for (const where of ['here', 'there'] as const) {
      for (const actor of actors) {
        const relation = relations[where][actor];
        if (relation === undefined || !allowed.includes(relation)) continue;
        await layOut(matrix.town);
        const none = await answerTo(matrix, actor, actionAbout(name, missing));
        const told = await answerTo(matrix, actor, actionAbout(name, matrix.subjects[where]));
        expect(told, `${actor} ${name} ${where}`).not.toEqual(none);
        cells += 1;
      }
    }
  });

  it('is as large as it is meant to be', () => {
    expect(cells).toBe(named.length * actors.length * 2);
    expect(cells).toBeGreaterThan(1500);
  });
});

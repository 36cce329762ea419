import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areas } from '../../src/desk/areas.ts';
import { createDesk } from '../../src/desk/desk.ts';
import type { DeskBrowser } from '../support/deskBrowser.ts';
import { type Matrix, openMatrix } from './matrix/chat.ts';
import {
  fieldsFor,
  missingPath,
  type Named,
  namedIn,
  namingPages,
  openDesks,
  opened,
  pathOf,
  type Sitter,
  sent,
  sitters,
} from './matrix/desk.ts';
import { pageRights, relations } from './matrix/rights.ts';

const places = ['here', 'there'] as const;

/**
 * Everybody opens every page of the desk and sends every form on it, about what is theirs and about what is not. To whom a
 * thing is not, it is answered as one that is not there, and nothing changes.
 */
describe('the rights matrix at the desk', () => {
  let matrix: Matrix;
  let desks: ReadonlyMap<Sitter, DeskBrowser>;
  let named: Readonly<Record<(typeof places)[number], Named>>;
  let cells = 0;
  beforeAll(async () => {
    matrix = await openMatrix();
    const { here, there } = matrix.subjects;
    named = { here: await namedIn(matrix.town, here), there: await namedIn(matrix.town, there) };
    desks = await openDesks(matrix);
  });
  afterAll(async () => {
    expect(matrix.town.logged.filter(({ level }) => level === 'error')).toEqual([]);
    await matrix.town.close();
  });

  const standing = async () =>
    JSON.stringify(
      await matrix.town.rows(
        `select (select count(*) from audit where reason is null) as acts, (select count(*) from referral_event) as moves,
          (select sum(version) from visit) as visits, (select sum(version) from person) as people, (select sum(version) from account) as accounts,
          (select sum(version) from membership) as memberships, (select sum(version) from team_member) as members,
          (select sum(version) from task) as tasks, (select sum(version) from answer_template) as templates,
          (select count(*) from setting_version) as settings, (select count(*) from enrolment) as codes, (select count(*) from outbox) as told`,
      ),
    );

  const isTheirs = (path: string, sitter: Sitter, where: (typeof places)[number]) => {
    const relation = relations[where][sitter];
    return relation !== undefined && pageRights[path]?.includes(relation) === true;
  };

  it('has a row for each page whose address names something, and no other', () => {
    expect(Object.keys(pageRights).sort()).toEqual(namingPages.map(({ path }) => path).sort());
  });

  it.each(namingPages.map((page) => [page.path, page] as const))('%s', async (path, { acts = {} }) => {
    const before = await standing();
    for (const where of places) {
      for (const sitter of sitters) {
        const desk = desks.get(sitter)!;
        const about = `${sitter} ${path} ${where}`;
        const none = await opened(desk, missingPath(path));
        const seen = await opened(desk, pathOf(path, named[where]));
        cells += 1;
        if (isTheirs(path, sitter, where)) {
          expect([about, seen.status]).toEqual([about, 200]);
          expect([about, none.status]).toEqual([about, 404]);
          continue;
        }
        expect(seen, about).toEqual(none);
        expect(seen.status).toBe(sitter === 'helper-1' || sitter === 'person-1' ? 403 : 404);
        for (const [name, act] of Object.entries(acts)) {
          const missed = await sent(desk, missingPath(path), name, fieldsFor(act));
          expect(await sent(desk, pathOf(path, named[where]), name, fieldsFor(act)), `${about} ${name}`).toEqual(
            missed,
          );
          cells += 1;
        }
      }
    }
    expect(await standing()).toBe(before);
  });

  it('is as large as it is meant to be', () => {
    expect(cells).toBeGreaterThan(700);
  });
});

describe('what the desk serves', () => {
  const deps = () => {
    throw new Error('nothing is asked before the start');
  };

  it('does not start where a page or a button says nothing of who may use it', () => {
    const page = { path: '/desk/x', policy: ['staff'], show: async () => undefined } as const;
    const start = (route: object) => () =>
      createDesk({ deps, parts: [...areas, { routes: [route as typeof page], places: [] }] });
    expect(start(page)).not.toThrow();
    expect(start({ ...page, policy: undefined })).toThrow('/desk/x has no policy');
    expect(start({ ...page, policy: [] })).toThrow('no policy');
    expect(start({ ...page, policy: ['person'] })).toThrow('no policy');
    expect(start({ ...page, acts: { go: { fields: {}, perform: async () => {} } } })).toThrow(
      '/desk/x go has no policy',
    );
  });
});

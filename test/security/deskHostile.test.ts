import { type HTMLElement, parse } from 'node-html-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { areas } from '../../src/desk/areas.ts';
import { hostileWords } from '../support/hostileWords.ts';
import { ask } from '../support/person.ts';
import { type Matrix, openMatrix } from './matrix/chat.ts';
import { type Named, namedIn, openDesks, pathOf } from './matrix/desk.ts';

/** Elements and attributes that no page of the desk has, unless somebody's words became part of it. */
function strangeIn(page: HTMLElement): string[] {
  return page.querySelectorAll('*').flatMap((element) => {
    const tag = element.tagName.toLowerCase();
    const attributes = Object.entries(element.attributes);
    const runs = attributes.filter(
      ([name, value]) => /^on/i.test(name) || name === 'style' || /^\s*javascript:/i.test(value),
    );
    const isOurs = tag !== 'script' || element.getAttribute('src') === '/desk/assets/desk.js';
    const isKnown = !['img', 'iframe', 'object', 'embed', 'base', 'style', 'b', 'i'].includes(tag);
    return isOurs && isKnown && runs.length === 0 ? [] : [element.toString().slice(0, 200)];
  });
}

/** Everybody and everything that has a name is called by words meant to break a page, and so are all words that are typed. */
describe('a district of hostile names', () => {
  let matrix: Matrix;
  let named: readonly Named[];
  let nth = 0;
  const word = () => {
    nth += 1;
    return `${hostileWords[nth % hostileWords.length] ?? ''} ${nth}`;
  };

  beforeAll(async () => {
    const demo = demoOrganisation();
    const both = () => ({ 'zh-CN': word(), en: word() });
    matrix = await openMatrix({
      demo: {
        ...demo,
        areas: demo.areas.map((area) => ({ ...area, name: both(), address: both() })),
        departments: demo.departments.map((department) => ({ ...department, name: both(), address: both() })),
        workers: demo.workers.map((worker) => ({ ...worker, name: word() })),
        people: demo.people.map((person) => ({ ...person, name: word() })),
      },
    });
    const { town, phones, subjects } = matrix;
    const person = phones.get('person-1')!;
    await ask(town, person, 'formerEmployer', word());
    await ask(town, person, 'training');
    const staff = phones.get('staff-human-resources')!;
    await staff.say('/queue');
    await staff.choose('open');
    await staff.choose('claim');
    await staff.choose('ask');
    await staff.say(word());
    await staff.choose('confirm');
    await town.rows('update answer_template set title = $1, text = $1', [word()]);
    named = [await namedIn(town, subjects.here), await namedIn(town, subjects.there)];
    await town.rows('update answer_template set title = $1, text = $1', [word()]);
  });
  afterAll(() => matrix.town.close());

  it('is shown as words on every page, to everybody who may open it', async () => {
    const desks = await openDesks(matrix);
    const paths = areas.flatMap(({ routes }) => routes).flatMap((route) => ('show' in route ? [route.path] : []));
    let shown = 0;
    let hostile = 0;
    for (const desk of desks.values())
      for (const path of paths)
        for (const names of named) {
          await desk.open(pathOf(path, { ...names, other: names.person ?? '', list: 'arriving', year: '2026' }));
          expect(strangeIn(desk.page), `${desk.path}`).toEqual([]);
          if (desk.status !== 200) continue;
          shown += 1;
          if (/<script>|onerror=|onload=|javascript:/.test(desk.page.text)) hostile += 1;
        }
    expect(shown).toBeGreaterThan(150);
    // The words were there: as text.
    expect(hostile).toBeGreaterThan(shown / 2);
    expect(matrix.town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('the look for what is strange', () => {
  it('sees what a page must not have', () => {
    for (const source of [
      '<img src=x onerror=alert(1)>',
      '<p onclick="x">',
      '<a href=" javascript:alert(1)">x</a>',
      '<script>x</script>',
    ])
      expect(strangeIn(parse(source)), source).not.toEqual([]);
  });
});

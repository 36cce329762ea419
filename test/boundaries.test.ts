/** Who imports whom: the one place that holds the design's folders apart. */
import { describe, expect, it } from 'vitest';
import { importsOf, importsOfProgram, type ResolvedImport } from './support/imports.ts';

/**
 * What the files of a folder may import besides their own folder: `may` at run time, `types` for types only, as
 * folders (`db/`) or files; `packages`: every one when absent. `channels/*` stands for each channel apart.
 */
interface Rule {
  folder: string;
  may: string[];
  types?: string[];
  packages?: string[];
}

/** Folders that may import everything, and that only `free` may import. */
const free = ['app.ts', 'engine.ts', 'program.ts', 'node.ts', 'worker.ts', 'worker/', 'commands/', 'street/'];
/** Every folder that no rule and no free place names is one of these, so a new part of the field needs no line here. */
const domain = '<domain>/';
/** The files beside the folders: configuration and the like. */
const beside = '';
/** Small files beside the folders that nearly everybody uses. */
const common = ['log.ts', 'plainError.ts'];
/** What everything is handed, and what a channel is: for types only. */
const contracts = ['deps.ts', 'channels/channel.ts'];
/** Texts and lists of words. */
const locales = '../locales/';
/** Rules of the field that are plain functions of their arguments; a test below proves it. */
const pureRules = [
  'audit/seen.ts',
  'i18n/locale.ts',
  'organisation/deskAccess.ts',
  'organisation/directory.ts',
  'organisation/publicWords.ts',
  'organisation/sameContent.ts',
  'organisation/settingLines.ts',
  'organisation/settings.ts',
  'people/arrival.ts',
  'people/checkIn.ts',
  'people/closing.ts',
  'people/consent.ts',
  'people/needs.ts',
  'people/registration.ts',
  'referrals/kinds.ts',
  'referrals/lifeCycle.ts',
  'referrals/questions.ts',
  'visits/plan.ts',
  'visits/settle.ts',
  'visits/visit.ts',
];

const rules: Rule[] = [
  { folder: 'dialogue/', may: ['calendar/', ...pureRules], types: [domain, 'i18n/'], packages: ['zod'] },
  {
    folder: domain,
    may: ['db/', 'calendar/', 'secrets/', locales, ...pureRules, ...common],
    types: [domain, 'dialogue/', 'i18n/', ...contracts],
  },
  {
    folder: 'db/',
    may: ['secrets/', 'calendar/chinaCalendar.ts', ...common],
    types: [domain, 'dialogue/', 'config.ts'],
  },
  { folder: 'i18n/', may: ['dialogue/', 'calendar/', locales, ...pureRules, ...common], types: [domain] },
  { folder: 'turn/', may: ['dialogue/', domain, 'delivery/', 'i18n/', 'db/', ...common], types: contracts },
  {
    folder: 'delivery/',
    may: ['dialogue/', domain, 'i18n/', 'db/', 'channels/channel.ts', ...common],
    types: ['turn/', 'channels/web/store.ts', ...contracts],
  },
  {
    folder: 'schedule/',
    may: ['turn/', 'delivery/', 'dialogue/', domain, 'i18n/', 'db/', ...common],
    types: contracts,
  },
  {
    folder: 'desk/',
    may: [
      'turn/',
      'delivery/references.ts',
      'dialogue/parameter.ts',
      'db/database.ts',
      'http/',
      'calendar/',
      domain,
      'i18n/',
      ...common,
    ],
    types: ['dialogue/', 'db/', 'mail/', ...contracts],
  },
  { folder: 'http/', may: common },
  { folder: 'channels/', may: common, types: ['dialogue/', 'i18n/'] },
  {
    folder: 'channels/*/',
    may: ['channels/channel.ts', 'http/', 'calendar/', 'secrets/', 'i18n/', ...common],
    types: ['dialogue/', 'turn/', 'db/', ...contracts],
  },
  {
    folder: beside,
    may: ['db/database.ts', ...common],
    types: [domain, 'db/', 'config.ts', ...contracts],
  },
];

/** What the Workers entry must not reach, by however many steps: none of it runs there. */
const notOnWorkers = [
  '@electric-sql/pglite',
  '@hono/node-server',
  'grammy',
  'prom-client',
  'undici',
  'node:fs',
  'node:http',
  'node:net',
  'node:sqlite',
  'node:worker_threads',
];

const program = importsOfProgram();
const isIn = (file: string, place: string) => (place.endsWith('/') ? file.startsWith(place) : file === place);
const isInAny = (file: string, places: string[]) => places.some((place) => isIn(file, place));

/** The folder of the table that `file` belongs to. */
function folderOf(file: string): string {
  const [top, second, ...rest] = file.split('/');
  if (top === undefined || second === undefined) return beside;
  if (top === 'channels' && rest.length > 0) return `channels/${second}/`;
  return rules.some((rule) => rule.folder === `${top}/`) || free.includes(`${top}/`) ? `${top}/` : domain;
}

function isAllowed(importer: string, { file, specifier, isType }: ResolvedImport): boolean {
  const folder = folderOf(importer);
  const rule = rules.find((candidate) => candidate.folder === folder.replace(/^channels\/.+/, 'channels/*/'));
  if (rule === undefined || isInAny(importer, free)) return true;
  if (file === undefined) return rule.packages === undefined || rule.packages.includes(specifier);
  const own = folder === domain ? importer.slice(0, importer.indexOf('/') + 1) : folder;
  const places = [own, ...rule.may, ...(isType ? (rule.types ?? []) : [])];
  return isInAny(file, places) || (places.includes(domain) && folderOf(file) === domain);
}

function packagesReachedFrom(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const needed = (program.get(file) ?? []).filter(({ isType }) => !isType);
  return needed.flatMap((found) =>
    found.file === undefined ? [found.specifier] : packagesReachedFrom(found.file, seen),
  );
}

describe('the folders of src', () => {
  it('import only what the table above allows', () => {
    const broken = [...program].flatMap(([importer, imports]) =>
      imports
        .filter((found) => !isAllowed(importer, found))
        .map(({ file, specifier, isType }) => `${importer} imports ${isType ? 'types of ' : ''}${file ?? specifier}`),
    );
    expect(broken).toEqual([]);
  });

  it('keep the dialogue a plain function: it reaches no package but zod', () => {
    const files = [...program.keys()].filter((file) => file.startsWith('dialogue/') || pureRules.includes(file));
    const reached = new Set(files.flatMap((file) => packagesReachedFrom(file)));
    expect([...reached].filter((name) => name !== 'zod')).toEqual([]);
  });

  it('let the Workers entry reach nothing that does not run there', () => {
    const reached = packagesReachedFrom('worker.ts');
    const isPartOf = (name: string) => (specifier: string) => specifier === name || specifier.startsWith(`${name}/`);
    expect(notOnWorkers.filter((name) => reached.some(isPartOf(name)))).toEqual([]);
  });
});

describe('the check itself', () => {
  it('sees every way to import, and which of them are types', () => {
    const source = `
      import type { A } from './a.ts';
      import { type B } from './b.ts';
      import { type C, c } from './c.ts';
      export * from './d.ts';
      export type { E } from './e.ts';
      import './f.ts';
      const g: import('./g.ts').G = await import('./h.ts');
      await import(\`./\${name}.ts\`);
    `;
    const found = importsOf(source).map(({ specifier, isType }) => (isType ? `type ${specifier}` : specifier));
    const types = ['type ./a.ts', 'type ./b.ts', 'type ./e.ts', 'type ./g.ts'];
    expect(found.sort()).toEqual(['./c.ts', './d.ts', './f.ts', './h.ts', '<computed>', ...types]);
  });

  it.each([
    ['dialogue/step.ts', 'db/database.ts', false, false],
    ['dialogue/step.ts', 'people/person.ts', true, true],
    ['dialogue/step.ts', 'people/person.ts', false, false],
    ['people/person.ts', 'db/database.ts', false, true],
    ['people/person.ts', 'turn/takeTurn.ts', false, false],
    ['people/person.ts', 'visits/store.ts', false, false],
    ['channels/web/send.ts', 'channels/channel.ts', false, true],
    ['channels/web/send.ts', 'channels/telegram/send.ts', true, false],
    ['channels/web/send.ts', 'db/database.ts', false, false],
    ['desk/page.ts', 'people/person.ts', false, true],
    ['desk/page.ts', 'db/open.ts', false, false],
    ['turn/takeTurn.ts', 'desk/page.ts', false, false],
    ['commands/setup.ts', 'desk/page.ts', false, true],
  ])('%s → %s (type: %s): %s', (importer, file, isType, allowed) => {
    expect(isAllowed(importer, { specifier: file, file, isType })).toBe(allowed);
  });
});

/**
 * `npm run setup -- --demo [--json]` fills an empty database with a fictional district;
 * `npm run setup -- --file org.json [--json] [--new-codes] [--over-desk]` sets up a real organisation, as often as the file
 * changes. Departments and routes that were set at the desk since stay as they are, and it says so; with `--over-desk` the
 * file's are set, which the desk then has as a version.
 * Prints one joining code for each account that was given one; `--json` prints nothing else to standard output.
 */
import { readFile } from 'node:fs/promises';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/open.ts';
import { readOrganisation } from '../organisation/readFile.ts';
import { type CodedAccount, setUp } from '../organisation/setup.ts';
import { PlainError } from '../plainError.ts';
import { demoOrganisation } from './demo/demoOrganisation.ts';
import { readArguments, withEntry } from './entry.ts';
import { readLinks } from './links.ts';

const usage =
  'usage: npm run setup -- --demo [--json]   or   npm run setup -- --file org.json [--json] [--new-codes] [--over-desk]';

await withEntry(async () => {
  const {
    demo,
    file,
    json,
    'new-codes': newCodes,
    'over-desk': overDesk,
  } = readArguments(usage, {
    demo: { type: 'boolean', default: false },
    file: { type: 'string' },
    json: { type: 'boolean', default: false },
    'new-codes': { type: 'boolean', default: false },
    'over-desk': { type: 'boolean', default: false },
  });
  if (demo === (file !== undefined)) throw new PlainError(usage);
  const config = readConfig(process.env);
  const organisation = file === undefined ? demoOrganisation() : await readFrom(file);
  const links = await readLinks(config);
  const { database, vault, close } = await openDatabase(config, { forServer: false });
  try {
    const accounts = await setUp({ database, vault, now: null, links }, organisation, {
      demo,
      newCodes,
      overDesk,
      onKept: (place, changedAt) =>
        note(`${place}: stays as it was set at the desk on ${changedAt.slice(0, 10)}; --over-desk sets the file's`),
    });
    if (!demo) note('The first office is approved by you; everybody else waits for a second yes in the chat.');
    if (accounts.length === 0) note('Nobody needs a code: --new-codes makes new ones for those who never joined.');
    process.stdout.write(json ? `${JSON.stringify(accounts.map(asJson), null, 2)}\n` : accounts.map(asText).join(''));
  } finally {
    await close();
  }
});

async function readFrom(path: string) {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new PlainError(`the file cannot be read${code}`);
  });
  const { organisation, dropped } = readOrganisation(text);
  for (const [place, count] of dropped) {
    note(`${place.replace(/[\p{Cc}\p{Cf}]/gu, '?')}: dropped (${count}), there is no such field here`);
  }
  return organisation;
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

function asJson({ role, name, department, station, code, links }: CodedAccount) {
  return { role, name, department: department?.['zh-CN'], station: station?.['zh-CN'], code, links };
}

function asText({ role, reference, name, department, station, code, links }: CodedAccount): string {
  const place = [station?.['zh-CN'], department?.['zh-CN']].filter((part) => part !== undefined).join(', ');
  const addresses = [links.web, links.telegram].filter((link) => link !== undefined).map((link) => `\n  ${link}`);
  return `${role} ${reference}: ${name}${place === '' ? '' : ` (${place})`}\n  ${code}${addresses.join('')}\n`;
}

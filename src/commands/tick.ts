/**
 * `npm run tick -- [--at <ISO time>] [--dry-run] [--yes]` does the clock's work as of that time (now, when absent) and
 * prints what it sent, or with `--dry-run` what it would send and write nothing. Another time than now on a database
 * that is not a demo wants `--yes`, since what is written carries that time.
 */
import * as z from 'zod';
import { readConfig } from '../config.ts';
import { readExisting } from '../organisation/setupState.ts';
import { PlainError } from '../plainError.ts';
import { previewTick, tick } from '../schedule/tick.ts';
import type { TurnDeps } from '../turn/chatMemory.ts';
import { openCommandDeps } from './commandDeps.ts';
import { readArguments, withEntry } from './entry.ts';
import { describePreview } from './tickPreview.ts';

const usage = 'usage: npm run tick -- [--at 2026-09-28T09:00:00+08:00] [--dry-run] [--yes]';
/** What counts as now: a scheduler's own delay. In milliseconds. */
const leeway = 60_000;

await withEntry(async () => {
  const {
    at,
    'dry-run': dryRun,
    yes,
  } = readArguments(usage, {
    at: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  });
  const time = at === undefined ? null : readTime(at);
  let sent = 0;
  const { deps, dispatcher, close } = await openCommandDeps(readConfig(process.env), {
    clock: () => time,
    onSent(channel, { text }) {
      sent += 1;
      print(`sent by ${channel}:`, text);
    },
  });
  try {
    if (dryRun) {
      for (const { whom, text, reason } of await describePreview(deps, await previewTick(deps)))
        print(`would tell ${whom}:`, `${text}\n(${reason})`);
      const [waiting] = await deps.database.query<{ count: number }>('select count_due_mail($1) as count', [
        time?.toISOString() ?? null,
      ]);
      process.stdout.write(`Nothing was written. Messages that wait and would go, too: ${waiting?.count ?? 0}.\n`);
      return;
    }
    if (time !== null && !yes) await checkTime(deps, time);
    const done = await tickToTheEnd(deps);
    dispatcher.wake();
    await dispatcher.idle();
    process.stdout.write(`Due: ${done}. Sent: ${sent}.\n`);
  } finally {
    await close();
  }
});

function readTime(text: string): Date {
  const parsed = z.iso.datetime({ offset: true }).safeParse(text);
  if (!parsed.success) throw new PlainError('--at: expected a time with its offset, such as 2026-09-28T09:00:00+08:00');
  return new Date(parsed.data);
}

async function checkTime({ database }: TurnDeps, time: Date): Promise<void> {
  const { demo, now } = await readExisting(database);
  if (demo || Math.abs(time.getTime() - Date.parse(now)) <= leeway) return;
  throw new PlainError('--at: this database is not a demo, and what is written would carry another time; add --yes');
}

/** Two deadlines of one request cannot be done in the same round: the second finds the request changed by the first. */
async function tickToTheEnd(deps: TurnDeps): Promise<number> {
  const done = await tick(deps);
  return done === 0 ? 0 : done + (await tickToTheEnd(deps));
}

function print(heading: string, text: string): void {
  process.stdout.write(`${heading}\n${text.replace(/^/gm, '  ')}\n`);
}

import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { sqlStateOf } from '../db/database.ts';
import { PlainError } from '../plainError.ts';

/**
 * Runs a command and ends the process: 0 when `main` returns, 1 when it throws. A PlainError's message goes to standard
 * error as it is; anything else is named by its class, code and place, since its message may quote a value.
 *
 * @example
 * await withEntry(async () => { const config = readConfig(process.env); … });
 */
export async function withEntry(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
  }
}

/** The command's own options from the command line. Throws PlainError with `usage` for anything else. */
export function readArguments<Options extends ParseArgsOptionsConfig>(usage: string, options: Options) {
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values;
  } catch {
    throw new PlainError(usage);
  }
}

function describe(error: unknown): string {
  if (error instanceof PlainError) return error.message;
  if (!(error instanceof Error)) return 'Stopped by an unexpected error.';
  const code = sqlStateOf(error);
  return `Stopped by an unexpected ${error.name}${code === undefined ? '' : ` ${code}`}${placeOf(error)}.`;
}

/** The first place of our own code in the stack, for example ` at src/db/open.ts:12`. */
function placeOf(error: Error): string {
  const place = /\bsrc\/[\w./]+:\d+/.exec(error.stack?.split('\n    at ').slice(1).join('\n') ?? '');
  return place === null ? '' : ` at ${place[0]}`;
}

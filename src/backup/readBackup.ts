import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PlainError } from '../plainError.ts';
import { type Entry, entrySchema, footSchema, type Head, headSchema } from './format.ts';

export interface Backup {
  readonly head: Head;
  /** Its rows and sequences, once. Throws PlainError at the end of a file that breaks off. */
  readonly entries: AsyncIterable<Entry>;
}

/** Opens a backup. Throws PlainError, in one line, for what is none. */
export async function readBackup(path: string): Promise<Backup> {
  const lines = linesOf(path);
  const first = await lines.next();
  const head = headSchema.safeParse(first.done === true ? undefined : parse(first.value));
  if (!head.success) throw new PlainError('the file is not a backup of Guitu');
  return { head: head.data, entries: entriesOf(lines) };
}

async function* entriesOf(lines: AsyncIterable<string>): AsyncGenerator<Entry> {
  let count = 0;
  let isWhole = false;
  for await (const line of lines) {
    const value = parse(line);
    const foot = footSchema.safeParse(value);
    isWhole = foot.success && foot.data.lines === count;
    if (foot.success) continue;
    const entry = entrySchema.safeParse(value);
    if (!entry.success) throw new PlainError('the file is not a backup of Guitu, or was changed');
    count += 1;
    yield entry.data;
  }
  if (!isWhole) throw new PlainError('the file breaks off: it is not a whole backup');
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const unzipped = createGunzip();
  // What fails here fails the lines as well; and were nobody to read on, it would still be heard.
  const reading = pipeline(createReadStream(path), unzipped);
  reading.catch(() => {});
  try {
    yield* createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY });
    await reading;
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): PlainError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new PlainError('the file breaks off: it is not a whole backup');
  if (code.startsWith('Z_')) return new PlainError('the file is not a backup of Guitu');
  return new PlainError(`the file cannot be read (${code})`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

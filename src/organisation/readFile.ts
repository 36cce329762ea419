import { PlainError } from '../plainError.ts';
import { type Organisation, organisationSchema } from './file.ts';

const mostProblems = 20;

export interface ReadOrganisation {
  readonly organisation: Organisation;
  /** What the file holds and this program has no field for, for example `people[].religion`, with how often. */
  readonly dropped: ReadonlyMap<string, number>;
}

/**
 * Reads an organisation from the text of a file. Throws PlainError with a line for each problem (at most 20) that names
 * its place, for example `departments[3].name.zh-CN: must not be empty`, and never quotes what stands there.
 */
export function readOrganisation(text: string): ReadOrganisation {
  const raw = parseJson(text);
  const parsed = organisationSchema.safeParse(raw);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${placeOf(issue.path)}: ${issue.message}`);
    const more = lines.length > mostProblems ? [`and ${lines.length - mostProblems} more`] : [];
    throw new PlainError([...lines.slice(0, mostProblems), ...more].join('\n'));
  }
  const dropped = new Map<string, number>();
  countDropped(raw, parsed.data, '', dropped);
  return { organisation: parsed.data, dropped };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The parser's own words quote the file.
    const place = error instanceof Error ? /\(line \d+ column \d+\)/.exec(error.message) : null;
    throw new PlainError(`the file is not JSON${place === null ? '' : ` ${place[0]}`}`);
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return place === '' ? 'the file' : place.replace(/^\./, '');
}

/** Keys of `raw` that parsing left out of `kept`. */
function countDropped(raw: unknown, kept: unknown, place: string, dropped: Map<string, number>): void {
  if (Array.isArray(raw) && Array.isArray(kept)) {
    for (const [index, entry] of raw.entries()) countDropped(entry, kept[index], `${place}[]`, dropped);
  } else if (isObject(raw) && isObject(kept)) {
    for (const [key, value] of Object.entries(raw)) {
      const inner = `${place}.${key}`.replace(/^\./, '');
      if (Object.hasOwn(kept, key)) countDropped(value, kept[key], inner, dropped);
      else dropped.set(inner, (dropped.get(inner) ?? 0) + 1);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A spreadsheet is a .zip of .xml. It is taken apart here, with limits on what comes out, before anybody reads it: a small
 * file may unpack to gigabytes, and say otherwise in its own list.
 */

/** What is wrong with a .zip: `bomb` when more would come out of it than any honest sheet of ours holds. */
export type ZipProblem = 'broken' | 'bomb';
export type Unzipped =
  | { readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>; readonly names: readonly string[] }
  | { readonly problem: ZipProblem };

export interface ZipLimits {
  /** Bytes of all that is unpacked. */
  readonly bytes: number;
  readonly entries: number;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: Uint8Array<ArrayBuffer>;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localMark = 0x04034b50;
const [stored, deflated] = [0, 8];
const endLength = 22;
const longestComment = 65_535;

/** Unpacks the entries that `wanted` names; of the others only the names are given. */
export async function unzip(
  bytes: Uint8Array<ArrayBuffer>,
  wanted: (name: string) => boolean,
  limits: ZipLimits,
): Promise<Unzipped> {
  const entries = readEntries(bytes, limits.entries);
  if (entries === undefined) return { problem: 'broken' };
  if (entries === 'bomb') return { problem: 'bomb' };
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let left = limits.bytes;
  for (const entry of entries.filter(({ name }) => wanted(name))) {
    const unpacked = await unpack(entry, left);
    if (unpacked === undefined) return { problem: 'broken' };
    if (unpacked === 'bomb') return { problem: 'bomb' };
    left -= unpacked.length;
    files.set(entry.name, unpacked);
  }
  return { files, names: entries.map(({ name }) => name) };
}

/** The list at the end of the file, and where what it lists lies; undefined where that does not hold together. */
function readEntries(bytes: Uint8Array<ArrayBuffer>, most: number): Entry[] | 'bomb' | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  if (count > most) return 'bomb';
  const entries: Entry[] = [];
  try {
    let at = view.getUint32(end + 16, true);
    for (let place = 0; place < count; place += 1) {
      if (view.getUint32(at, true) !== entryMark) return undefined;
      const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const [nameLength = 0] = lengths;
      entries.push({
        name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
        method: view.getUint16(at + 10, true),
        packed: packedAt(bytes, view, view.getUint32(at + 42, true), view.getUint32(at + 20, true)),
      });
      at += 46 + lengths.reduce((sum, length) => sum + length, 0);
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return entries;
}

function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - endLength - longestComment);
  for (let at = view.byteLength - endLength; at >= first; at -= 1) {
    if (view.getUint32(at, true) === endMark) return at;
  }
  return undefined;
}

function packedAt(bytes: Uint8Array<ArrayBuffer>, view: DataView, at: number, length: number): Uint8Array<ArrayBuffer> {
  if (view.getUint32(at, true) !== localMark) throw new RangeError('an entry is not where the list says');
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + length > bytes.length) throw new RangeError('an entry is longer than its file');
  return bytes.subarray(start, start + length);
}

async function unpack({ method, packed }: Entry, most: number): Promise<Uint8Array<ArrayBuffer> | 'bomb' | undefined> {
  if (method === stored) return packed.length > most ? 'bomb' : packed;
  if (method !== deflated) return undefined;
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > most) {
        await reader.cancel();
        return 'bomb';
      }
      parts.push(value);
    }
  } catch {
    return undefined;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The same files as a .zip that packs nothing: what reads it then spends no thread and no surprise on unpacking. */
export function packStored(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): ArrayBuffer {
  const named = [...files].map(([name, content]) => ({ name: new TextEncoder().encode(name), content }));
  const size = named.reduce((sum, { name, content }) => sum + 76 + 2 * name.length + content.length, endLength);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  const places: number[] = [];
  let at = 0;
  for (const { name, content } of named) {
    places.push(at);
    view.setUint32(at, localMark, true);
    writeSizes(view, at + 18, content.length, name.length);
    bytes.set(name, at + 30);
    bytes.set(content, at + 30 + name.length);
    at += 30 + name.length + content.length;
  }
  const list = at;
  for (const [place, { name, content }] of named.entries()) {
    view.setUint32(at, entryMark, true);
    writeSizes(view, at + 20, content.length, name.length);
    view.setUint32(at + 42, places[place] ?? 0, true);
    bytes.set(name, at + 46);
    at += 46 + name.length;
  }
  view.setUint32(at, endMark, true);
  view.setUint16(at + 8, named.length, true);
  view.setUint16(at + 10, named.length, true);
  view.setUint32(at + 12, at - list, true);
  view.setUint32(at + 16, list, true);
  return bytes.buffer;
}

function writeSizes(view: DataView, at: number, length: number, nameLength: number): void {
  view.setUint32(at, length, true);
  view.setUint32(at + 4, length, true);
  view.setUint16(at + 8, nameLength, true);
}

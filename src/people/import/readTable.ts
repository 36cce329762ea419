import { readCsv } from './readCsv.ts';
import { readXlsx } from './readXlsx.ts';
import { largestFile, type ReadTable } from './table.ts';

const startsWith = (bytes: Uint8Array, mark: readonly number[]) => mark.every((byte, place) => bytes[place] === byte);
const zipMark = [0x50, 0x4b, 0x03, 0x04];
/** What .xls is written in, and what an .xlsx with a password is put in. */
const oldMark = [0xd0, 0xcf, 0x11, 0xe0];

/** A file that somebody gave, whatever it is called: .xlsx or .csv, by what it holds. */
export async function readTable(bytes: Uint8Array<ArrayBuffer>): Promise<ReadTable> {
  if (bytes.length === 0) return { problem: 'empty' };
  if (bytes.length > largestFile) return { problem: 'tooLarge' };
  if (startsWith(bytes, oldMark)) return { problem: 'oldOrLocked' };
  return startsWith(bytes, zipMark) ? readXlsx(bytes) : readCsv(bytes);
}

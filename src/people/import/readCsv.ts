import papa from 'papaparse';
import { mostColumns, mostLinesAbove, mostRows, type ReadTable, tableOf } from './table.ts';

/** What only stands in files that are no text at all. */
const notText = /[^\P{Cc}\t\n\v\f\r]/u;

const delimitersToGuess = [',', '\t', ';', '|'];

/**
 * A .csv as offices have them: UTF-8 with or without its mark, or GB18030 as Excel writes it in China; commas, semicolons or
 * tabs; quoted line breaks.
 */
export function readCsv(bytes: Uint8Array<ArrayBuffer>): ReadTable {
  const text = decoded(bytes);
  if (text === undefined || notText.test(text)) return { problem: 'notASheet' };
  // Empty lines count for the numbers of the rows, and would mislead the guess.
  const { delimiter } = papa.parse(text, { preview: 20, skipEmptyLines: true, delimitersToGuess }).meta;
  const { data } = papa.parse<readonly string[]>(text, { delimiter });
  const table = tableOf(data.map((cells) => cells.slice(0, mostColumns)));
  if (table.length === 0) return { problem: 'empty' };
  return table.length > mostRows + mostLinesAbove ? { problem: 'tooManyRows' } : { table };
}

/** Undefined for bytes that are text in none of these. */
function decoded(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const encodings = isWide ? [bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'] : ['utf-8', 'gb18030'];
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return undefined;
}

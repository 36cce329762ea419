import { describe, expect, it } from 'vitest';
import { splitText } from '../../../src/channels/telegram/send.ts';

describe('a text for Telegram', () => {
  it.each([
    ['a short one', '您好', 1],
    ['one that just fits', 'x'.repeat(4096), 1],
    ['one letter too many', 'x'.repeat(4097), 2],
    ['emoji on the border', `x${'😀'.repeat(4096)}`, 3],
  ])('%s is cut so that nothing is lost', (_, text, parts) => {
    const cut = splitText(text);
    expect(cut).toHaveLength(parts);
    expect(cut.join('')).toBe(text);
    expect(cut.every((part) => part.length <= 4096 && part.isWellFormed())).toBe(true);
  });

  it('is cut between lines where there are lines', () => {
    const line = `${'x'.repeat(99)}`;
    const cut = splitText(Array.from({ length: 100 }, () => line).join('\n'));
    expect(cut.join('\n').split('\n')).toEqual(Array.from({ length: 100 }, () => line));
  });

  it('leaves out what would be a message of white space, which Telegram refuses', () => {
    const cut = splitText(`a${'\n'.repeat(12_000)}b${' '.repeat(9000)}c`);
    expect(cut.every((part) => part.trim() !== '' && part.length <= 4096)).toBe(true);
    expect(cut.join('').replace(/\s/g, '')).toBe('abc');
  });
});

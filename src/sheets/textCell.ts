/**
 * Text that no spreadsheet takes for a formula. What begins with = + - @, a tab or a line break can run when a file is opened,
 * or when its cells are pasted elsewhere (OWASP, CSV injection): an apostrophe before it makes it text everywhere. Full-width
 * forms are taken for the same by some.
 */
export function textCell(text: string): string {
  const plain = [...text].filter((letter) => !isUnwritable(letter)).join('');
  return /^[\s\p{Cf}]*[=+\-@\t\r\n|%＝＋－＠−]/u.test(plain) ? `'${plain}` : plain;
}

/** What XML cannot hold, and so no .xlsx. */
function isUnwritable(letter: string): boolean {
  return /[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/u.test(letter);
}

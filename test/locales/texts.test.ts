import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';

const folder = new URL('../../locales/', import.meta.url);
const root = new URL('../../', import.meta.url);
const forbidden = ['罪', '犯', '刑', '帮教', '管控', '脱管', '失控', '两劳'];
const files = readdirSync(new URL('zh-CN/', folder));

/** Every text of a file by its path: `state.new` → `…`. */
function textsOf(locale: string, file: string): Map<string, string> {
  const texts = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') texts.set(path, value);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`);
    }
  };
  walk(JSON.parse(readFileSync(new URL(`${locale}/${file}`, folder), 'utf8')), '');
  return texts;
}

function variablesOf(text: string): string[] {
  return [...new Set(text.match(/\{\{?\w+\}?\}/g) ?? [])].sort();
}

describe('the texts', () => {
  it('stand in the same files in both languages', () => {
    for (const locale of locales) expect(readdirSync(new URL(`${locale}/`, folder))).toEqual(files);
  });

  it.each(files)('of %s are complete in both languages, with the same gaps', (file) => {
    const [chinese, english] = locales.map((locale) => textsOf(locale, file));
    expect([...(english?.keys() ?? [])]).toEqual([...(chinese?.keys() ?? [])]);
    for (const [path, text] of chinese ?? []) {
      const other = english?.get(path) ?? '';
      expect(text.trim(), path).not.toBe('');
      expect(other.trim(), path).not.toBe('');
      // A date is put together from other parts in each language.
      if (path !== 'day') expect(variablesOf(other), path).toEqual(variablesOf(text));
    }
  });

  it.each(files)('of %s have no word that a person must never read', (file) => {
    for (const locale of locales) {
      for (const [path, text] of textsOf(locale, file)) {
        expect(
          forbidden.filter((word) => text.includes(word)),
          `${locale} ${path}`,
        ).toEqual([]);
      }
    }
  });

  it('of the bot are nowhere in the code', () => {
    const tracked = execFileSync('git', ['ls-files', 'src'], { cwd: root, encoding: 'utf8' }).split('\n');
    for (const file of tracked.filter((name) => /\.(ts|js)$/.test(name))) {
      const code = readFileSync(new URL(file, root), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
      expect(/\p{Script=Han}/u.test(code), file).toBe(false);
    }
  });
});

import { describe, expect, inject, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { textOf } from '../../src/i18n/texts.ts';
import { openTestDatabase } from '../support/openDatabase.ts';
import { journeys } from './journeys.ts';
import { Theatre } from './theatre.ts';

const forbidden = ['罪', '犯', '刑', '帮教', '管控', '脱管', '失控', '两劳', 'prison', 'criminal', 'convict'];

/** What `npm run transcripts` prints can be played to its end, and reads as it should. */
// What is said does not depend on the database: once is enough.
describe.runIf(inject('postgresUrl')).each(locales)('each journey, in %s', (locale) => {
  it.each(Object.entries(journeys))('%s', async (_name, scenes) => {
    const test = await openTestDatabase();
    const theatre = await Theatre.open(test.database, locale);
    await theatre.play(scenes);
    const text = theatre.lines.join('\n');
    for (const word of forbidden) expect(text.toLowerCase()).not.toContain(word);
    for (const key of ['common:failed', 'common:notYours', 'common:movedOn'] as const)
      expect(text).not.toContain(textOf(locale, key));
    expect(text).not.toMatch(/\{\{|undefined|\[object/);
    await theatre.close();
    await test.close();
  });
});

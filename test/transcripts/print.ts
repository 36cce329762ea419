/** `npm run transcripts [-- <part of a journey's name>]`: every journey in both languages, for people to read aloud. */
import { migrate } from '../../src/db/migrate.ts';
import { becomeServiceRole, openPglite } from '../../src/db/pglite.ts';
import { locales } from '../../src/i18n/locale.ts';
import { journeys } from './journeys.ts';
import { Theatre } from './theatre.ts';

const wanted = process.argv[2] ?? '';
for (const [name, scenes] of Object.entries(journeys)) {
  if (!name.includes(wanted)) continue;
  for (const locale of locales) {
    const database = await openPglite();
    await migrate(database);
    await becomeServiceRole(database);
    const theatre = await Theatre.open(database, locale);
    await theatre.play(scenes);
    console.log(`## ${name} (${locale})\n\n${theatre.lines.join('\n')}`);
    await theatre.close();
    await database.close();
  }
}
// PGlite keeps the process alive.
process.exit(0);

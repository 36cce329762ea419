/** `npm run migrate` brings the database to this program's state, and does nothing when it is there already. */
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/open.ts';
import { withEntry } from './entry.ts';

await withEntry(async () => {
  const { close } = await openDatabase(readConfig(process.env), { forServer: false });
  await close();
  process.stdout.write('The database is up to date.\n');
});

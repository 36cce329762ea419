/** Holds the embedded database of DATA_DIR open as a server does, until it is told to stop or killed. */
import { withEntry } from '../../src/commands/entry.ts';
import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db/open.ts';

await withEntry(async () => {
  const { close } = await openDatabase(readConfig(process.env), { forServer: true });
  const alive = setInterval(() => {}, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(alive);
    void close();
  });
  // Whoever reads this may stop it at once.
  process.stdout.write('ready\n');
});

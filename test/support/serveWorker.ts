/**
 * `npm run worker:dev [-- port]`: the Worker in workerd, over a PostgreSQL that comes up with it and holds the fictional
 * district. The settings are wrangler.toml's; the database and the key are made up, and gone when it ends.
 */
import { randomBytes } from 'node:crypto';
import { createTestHarness } from 'wrangler';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db/open.ts';
import { setUp } from '../../src/organisation/setup.ts';
import { startEmbeddedPostgres } from './embeddedPostgres.ts';
import { workerLogin } from './workerLogin.ts';

const minute = 60_000;
const server = await startEmbeddedPostgres();
const environment = {
  DATABASE_URL: await workerLogin(server.url),
  MIGRATION_DATABASE_URL: server.url,
  DATA_KEY: randomBytes(32).toString('base64'),
};
const { database, vault, close } = await openDatabase(readConfig(environment), { forServer: true });
process.env.CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE = environment.DATABASE_URL;
const harness = createTestHarness({
  workers: [
    {
      configPath: new URL('../../wrangler.toml', import.meta.url),
      vars: { PUBLIC_URL: 'http://localhost:8787' },
      secrets: { DATA_KEY: environment.DATA_KEY },
    },
  ],
});
const { url } = await harness.listen();
const links = { web: url.origin };
const accounts = await setUp({ database, vault, now: null, links }, demoOrganisation(), { demo: true });
await close();
console.log(`The Worker answers at ${url.origin}/chat; its joining links:`);
for (const {
  reference,
  links: { web },
} of accounts)
  console.log(`${reference}  ${web}`);
setInterval(() => void harness.getWorker().scheduled({ cron: '* * * * *' }), minute);

/**
 * `npm run worker:dev`: the Worker in workerd, over a PostgreSQL that comes up with it and holds the fictional district. The
 * settings are wrangler.toml's; the address, the database and the key are made up, and gone when it ends.
 */
import { randomBytes } from 'node:crypto';
import { createTestHarness, type TestHarnessOptions } from 'wrangler';
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
const configPath = new URL('../../wrangler.toml', import.meta.url);
const secrets = { DATA_KEY: environment.DATA_KEY };
const optionsAt = (address: string): TestHarnessOptions => ({
  workers: [{ configPath, vars: { PUBLIC_URL: address }, secrets }],
});
const harness = createTestHarness(optionsAt('http://localhost'));
// Only now it is known where it answers, which its own joining links begin with.
const { origin } = (await harness.listen()).url;
await harness.update(optionsAt(origin));
const accounts = await setUp({ database, vault, now: null, links: { web: origin } }, demoOrganisation(), {
  demo: true,
});
await close();
const lines = accounts.map(({ reference, links }) => `${reference}  ${links.web}`);
console.log(`The Worker answers at ${origin}/chat; its joining links:\n${lines.join('\n')}\nPress Ctrl+C to end it.`);
setInterval(() => void harness.getWorker().scheduled({ cron: '* * * * *' }), minute);

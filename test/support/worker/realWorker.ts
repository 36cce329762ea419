/** The Worker as it is deployed, in workerd: its own entry and settings, a database by way of a proxy, a fake Telegram. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHarness, type TestHarness } from 'wrangler';
import { bundleWorker } from '../../../src/commands/worker/bundle.ts';
import { openPostgres } from '../../../src/db/postgres.ts';
import { DatabaseProxy } from '../../faults/proxy.ts';
import { FakeTelegram } from '../fakeTelegram.ts';
import type { TestDatabase } from '../openDatabase.ts';
import { monday, townKey, townLinks } from '../townTemplate.ts';
import { admitWorker } from '../workerLogin.ts';
import { compatibility } from './workerd.ts';

export const secret = 'a-secret-of-the-worker';
export const token = '4217:worker';

interface RealWorkerOptions {
  /** By wrangler.toml, which builds it, or the same put together here. */
  readonly byConfiguration?: boolean;
  readonly floodLimits?: boolean;
}

export class RealWorker {
  readonly proxy: DatabaseProxy;
  readonly telegram: FakeTelegram;
  /** What it asked of the database, one round trip each: the function's name, or how the statement begins. */
  readonly flights: string[] = [];
  readonly #folder: string;
  readonly #byConfiguration: boolean;
  address = '';
  #harness: TestHarness | undefined;

  private constructor(parts: {
    proxy: DatabaseProxy;
    telegram: FakeTelegram;
    folder: string;
    byConfiguration: boolean;
  }) {
    this.proxy = parts.proxy;
    this.proxy.watch = (flight, moment) => {
      if (moment === 'before') this.flights.push(flight);
      return 'forward';
    };
    this.telegram = parts.telegram;
    this.#folder = parts.folder;
    this.#byConfiguration = parts.byConfiguration;
  }

  static async start(
    { url }: Pick<TestDatabase, 'url'>,
    { byConfiguration = false, floodLimits = false }: RealWorkerOptions = {},
  ): Promise<RealWorker> {
    await moveClockTo(url, monday);
    const proxy = await DatabaseProxy.start(await admitWorker(url));
    const telegram = await FakeTelegram.start({ token, floodLimits });
    const folder = await mkdtemp(join(tmpdir(), 'guitu-worker-'));
    if (!byConfiguration) await bundleWorker({ file: join(folder, 'worker.js') });
    const worker = new RealWorker({ proxy, telegram, folder, byConfiguration });
    await worker.come();
    return worker;
  }

  /** Starts workerd, at first and after it was killed. */
  async come(): Promise<void> {
    const variables = {
      PUBLIC_URL: townLinks.web,
      DATA_KEY: townKey.toBase64(),
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: this.telegram.apiRoot,
      TELEGRAM_WEBHOOK_SECRET: secret,
      LOG_LEVEL: 'info',
    };
    process.env.CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE = this.proxy.url;
    const config = {
      name: 'guitu',
      main: join(this.#folder, 'worker.js'),
      no_bundle: true,
      ...compatibility,
      hyperdrive: [{ binding: 'HYPERDRIVE', id: '0'.repeat(32), localConnectionString: this.proxy.url }],
      vars: variables,
    };
    this.#harness = createTestHarness({
      workers: [
        this.#byConfiguration
          ? { configPath: new URL('../../../wrangler.toml', import.meta.url), vars: variables }
          : { config },
      ],
    });
    this.address = (await this.#harness.listen()).url.origin;
  }

  get harness(): TestHarness {
    if (this.#harness === undefined) throw new Error('it has not come yet');
    return this.#harness;
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    return this.harness.fetch(path, init as never) as unknown as Promise<Response>;
  }

  /** Posts an update to the webhook; resolves with its acknowledgement. */
  deliver(update: object, given = secret): Promise<Response> {
    return this.request('/channels/telegram', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': given },
      body: JSON.stringify(update),
    });
  }

  /** The clock's trigger; it looks for what falls due for most of a minute, so nobody waits for its end. */
  trigger(): void {
    this.harness
      .getWorker()
      .scheduled({ cron: '* * * * *' })
      .catch(() => undefined);
  }

  /** Kills workerd in the middle of whatever it does. */
  async kill(): Promise<void> {
    for (const pid of await workerdsOf(process.pid)) process.kill(pid, 'SIGKILL');
    await this.harness.close().catch(() => undefined);
  }

  async stop(): Promise<void> {
    await this.harness.close().catch(() => undefined);
    await this.telegram.stop();
    await this.proxy.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The demo's codes are of that day, and the Worker goes by the database's clock. */
async function moveClockTo(url: string | undefined, moment: Date): Promise<void> {
  const owner = openPostgres({ url: url ?? '', connections: 1 });
  await owner.query(
    'update installation set clock_offset_seconds = extract(epoch from ($1::timestamptz - clock_timestamp()))::integer',
    [moment.toISOString()],
  );
  await owner.close();
}

async function workerdsOf(parent: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    const [, command, parentId] = /\((.*)\) \S (\d+)/.exec(stat) ?? [];
    if (command === 'workerd' && Number(parentId) === parent) found.push(Number(name));
  }
  return found;
}

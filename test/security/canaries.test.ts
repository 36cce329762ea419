import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import type { Database } from '../../src/db/database.ts';
import type { Log } from '../../src/deps.ts';
import type { Vault } from '../../src/secrets/vault.ts';
import { emptyDatabase, run, temporaryFolder } from '../support/commands.ts';
import { openTestDatabase } from '../support/openDatabase.ts';
import { linkCodeOf, metricsToken, Town, townToken, webhookSecret } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';
import { journeys } from '../transcripts/journeys.ts';
import { Theatre } from '../transcripts/theatre.ts';

const organisation = demoOrganisation();
const words = Object.values(journeys)
  .flat()
  .flatMap((scene) => ('say' in scene ? (typeof scene.say === 'string' ? [scene.say] : Object.values(scene.say)) : []))
  // A word of one's own: “help” stands in names of our own, too.
  .filter((text) => !text.startsWith('/') && text.length > (/^[a-z]+$/.test(text) ? 5 : 3));
/** What nobody may find where the service tells of itself: names, numbers and words that people gave or typed. */
const canaries = [
  ...organisation.people.flatMap(({ name, phone }) => [name, phone]),
  ...organisation.workers.flatMap(({ name, phone }) => [name, phone]),
  ...words,
].filter((value): value is string => typeof value === 'string' && value.length > 1);

function mustNotTell(where: string, told: unknown, more: readonly string[] = []): void {
  const text = typeof told === 'string' ? told : JSON.stringify(told);
  const leaked = [...canaries, ...more].filter((canary) => text.includes(canary));
  expect(leaked, where).toEqual([]);
}

/** All that is logged, with an error's message and stack as a careless log would write them. */
function listen(lines: string[]): Log {
  const whole = (_: string, value: unknown) =>
    value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;
  const at = (event: string, properties?: object) => void lines.push(`${event} ${JSON.stringify(properties, whole)}`);
  return { info: at, warn: at, error: at };
}

/** Fails every so often, and its error quotes all that it was given, as a database's own errors do. */
function quoting(database: Database, every: number): Database & { calm: boolean } {
  let count = 0;
  const failing = {
    calm: true,
    query: ((text, parameters) => {
      count += 1;
      if (failing.calm || count % every !== 0) return database.query(text, parameters);
      const quoted = JSON.stringify(parameters);
      const error = new Error(`invalid input: ${quoted} in ${text}`);
      return Promise.reject(Object.assign(error, { code: '22023', detail: `Key (name)=(${quoted}) exists.` }));
    }) as Database['query'],
    execute: (script: string) => database.execute(script),
    close: () => database.close(),
  };
  return failing;
}

/** The same of what seals and opens words, which has them in clear. */
function quotingSeal({ seal }: Vault, every: number): Vault['seal'] {
  let count = 0;
  return async (owner, place, text) => {
    count += 1;
    if (count % every === 0) throw new Error(`cannot seal ${text} for ${place}`);
    return seal(owner, place, text);
  };
}

function quotingOpen({ open }: Vault, every: number): Vault['open'] {
  let count = 0;
  return async (owner, place, sealed) => {
    count += 1;
    const text = await open(owner, place, sealed);
    if (count % every === 0) throw new Error(`cannot show ${text} of ${place}`);
    return text;
  };
}

const errors = 'select error from outbox where error is not null union select error from inbox where error is not null';

describe('what the service tells of itself', () => {
  it('has more than thirty canaries to be silent about', () => {
    expect(new Set(canaries).size).toBeGreaterThan(30);
  });

  it.each(Object.entries(journeys))('says nothing of anybody: %s', async (_name, scenes) => {
    const lines: string[] = [];
    const test = await openTestDatabase();
    const theatre = await Theatre.open(test.database, 'zh-CN', listen(lines));
    await theatre.play(scenes);
    expect(lines.length).toBeGreaterThan(3);
    mustNotTell('the log', lines);
    mustNotTell('the columns of errors', await test.rows(errors));
    await theatre.close();
    await test.close();
  });

  it.each([2, 3, 5, 7])('says nothing of anybody where every %ith statement fails, in any journey', async (every) => {
    const lines: string[] = [];
    const test = await openTestDatabase();
    const database = quoting(test.database, every);
    const theatre = await Theatre.open(database, 'zh-CN', listen(lines));
    database.calm = false;
    const { vault } = theatre.program.deps;
    Object.assign(vault, { seal: quotingSeal(vault, every), open: quotingOpen(vault, every) });
    for (const scenes of Object.values(journeys)) {
      for (const scene of scenes) {
        // What a scene needs may not have been said: the next one goes on.
        await theatre.play([scene]).catch(() => {});
      }
    }
    database.calm = true;
    expect(lines.filter((line) => line.startsWith('turn.failed')).length).toBeGreaterThan(3);
    mustNotTell('the log', lines);
    mustNotTell('the columns of errors', await test.rows(errors));
    await theatre.close();
    await test.close();
  });

  it('says no code, token, session or word over HTTP, in metrics, addresses and the log, of both channels', async () => {
    const town = await Town.open({ watched: true });
    const account = town.account('person-1');
    const page = new WebPhone(town.program);
    await page.join(linkCodeOf(account));
    await page.choose('consentYes');
    await page.choose('human');
    await page.say('只有我知道的事');
    const phone = await town.joined('person-2');
    town.telegram.failNext({ fault: 500, chat: phone.id, times: 2 });
    town.telegram.failNext({ fault: 403, chat: phone.id });
    for (const text of ['0', '只有我知道的事', '收起', '这不是我的手机', '1', town.account('person-3').code])
      await phone.say(text);
    const secrets = [
      '只有我知道的事',
      ...town.accounts.flatMap((each) => [each.code, linkCodeOf(each)]),
      ...[...page.cookies.values()],
      ...phone.messages.flatMap(({ choices }) => choices.map(({ data }) => data)),
      townToken,
      webhookSecret,
      metricsToken,
    ];
    const metrics = await town.program.app.request('/metrics', {
      headers: { authorization: `Bearer ${metricsToken}` },
    });
    mustNotTell('the metrics', await metrics.text(), secrets);
    mustNotTell('the log', town.logged, secrets);
    mustNotTell('the columns of errors', await town.rows(errors), secrets);
    const away = town.replica(quoting(town.database, 1));
    Object.assign(away.deps.database, { calm: false });
    for (const [path, body] of [
      ['/chat/messages', JSON.stringify({ kind: 'text', id: crypto.randomUUID(), text: '只有我知道的事' })],
      ['/chat/messages', '{"kind":"text","text":"只有我知道的事"'],
      ['/chat/messages', JSON.stringify({ kind: 'code', id: '只有我知道的事', code: account.code })],
      ['/channels/telegram', JSON.stringify(town.telegram.textUpdate(phone.id, '只有我知道的事'))],
      ['/channels/telegram', '只有我知道的事'],
      ['/只有我知道的事', ''],
    ] as const) {
      const answer = await away.app.request(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-telegram-bot-api-secret-token': webhookSecret,
          cookie: [...page.cookies].map(([name, value]) => `${name}=${value}`).join(';'),
        },
        body,
      });
      mustNotTell(`the answer of ${path}`, [await answer.text(), answer.headers.get('location')], secrets);
    }
    mustNotTell('the log of what failed', town.logged, secrets);
    const addresses = town.telegram.calls.map(({ method }) => method);
    mustNotTell('the addresses called', addresses, secrets);
    await town.close();
  });
});

describe('what the commands tell', { timeout: 240_000 }, () => {
  const commands: readonly (readonly [string, readonly string[]])[] = [
    ['doctor', []],
    ['migrate', []],
    ['tick', ['--yes']],
    ['backup', ['--file', '/nonexistent/x']],
    ['restore', ['--file', '/nonexistent/x']],
    ['calendar', ['--file', '/nonexistent/x']],
    ['telegramWebhook', []],
  ];

  it('nothing of anybody, and no secret of their settings, where all is well and where nothing is', async () => {
    const environment = await emptyDatabase();
    const made = await run('src/commands/setup.ts', ['--demo', '--json'], environment);
    expect(made.code).toBe(0);
    const typed = await run('src/commands/chat.ts', ['--as', 'person-1'], environment, '0\n只有我知道的事\n');
    expect(typed.code).toBe(0);
    mustNotTell('chat', typed.stderr, ['只有我知道的事']);
    const codes = [...made.stdout.matchAll(/#([\w-]{22})|"([0-9A-Z]{5}-[0-9A-Z]{5})"/g)].map(
      ([, link, spoken]) => link ?? spoken ?? '',
    );
    expect(codes.length).toBeGreaterThan(30);
    for (const [command, options] of commands) {
      const { stdout, stderr } = await run(`src/commands/${command}.ts`, options, environment);
      mustNotTell(command, stdout + stderr, [...codes, '只有我知道的事', environment.DATA_KEY ?? 'no key']);
    }
    const broken = {
      DATA_KEY: 'canary-of-the-key',
      TELEGRAM_BOT_TOKEN: 'canary-of-the-token',
      DATABASE_URL: 'postgres://somebody:canary-of-the-login@127.0.0.1:1/none',
      TELEGRAM_WEBHOOK_SECRET: 'canary of the secret',
    };
    for (const [command, options] of commands) {
      const { code, stdout, stderr } = await run(`src/commands/${command}.ts`, options, broken);
      expect(code, command).not.toBe(0);
      expect(stdout + stderr, command).not.toContain('canary');
    }
  });

  it('nothing of anybody when an organisation’s file is refused', async () => {
    const file = join(temporaryFolder(), 'org.json');
    const [first, ...people] = organisation.people;
    writeFileSync(file, JSON.stringify({ ...organisation, people: [{ ...first, area: 'nowhere' }, ...people] }));
    const refused = await run('src/commands/setup.ts', ['--file', file], await emptyDatabase());
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    mustNotTell('setup', refused.stderr);
  });
});

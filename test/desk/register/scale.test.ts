/** The register over 100,000 persons in 300 areas: few statements a page, in the order of the index, under row-level security. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { Town } from '../../support/town.ts';

const persons = 100_000;

/** Without triggers and foreign keys, which would cost more than the rows. Half of the areas lie in either street. */
const fill = [
  'set session_replication_role = replica',
  'create or replace function key(kind text, number integer) returns uuid language sql immutable as $$ select md5(kind || number)::uuid $$',
  `insert into area (id, parent_id, path, level, name, address, phone)
    select key('area', n), s.id, s.path || key('area', n) || '/', 'village', jsonb_build_object('zh-CN', 'v' || n, 'en', 'v' || n), '{"zh-CN": "x", "en": "x"}', '0'
    from generate_series(0, 299) n join (select id, path, row_number() over (order by path) as place from area where level = 'street') s on s.place = n % 2 + 1`,
  `insert into account (id, kind, key, name, phone, name_hash, phone_hash, locale, state, created_at)
    select key('account', n), 'person', 'k', 'n', null, md5('name' || n % 50000), null, 'zh-CN', 'active', '2025-01-01' from generate_series(1, ${persons}) n`,
  `insert into person (id, account_id, area_id, state, created_at, period_ended_at, shielded)
    select key('person', n), key('account', n), key('area', n % 300), 'agreed', timestamptz '2025-01-01' + n * interval '1 minute',
      case when n % 5 = 0 then timestamptz '2026-01-01' end, n % 1000 = 0 from generate_series(1, ${persons}) n`,
  `insert into arrival (id, person_id, due_on, number, reported_at)
    select key('arrival', n), key('person', n), '2025-02-01', 'a' || n, case when n % 50 <> 0 then timestamptz '2025-02-01' end from generate_series(1, ${persons}) n`,
  `insert into team_member (id, person_id, account_id, state, since)
    select gen_random_uuid(), key('person', n), (select id from account where reference = 'helper-1'), 'active', '2025-01-01' from generate_series(1, ${persons}) n where n % 10 <> 0`,
  `insert into referral (id, number, person_id, area_id, department_id, kind, state, urgent, filed_by, answers, expected_on, provisional, created_at)
    select key('referral', n), 'r' || n, key('person', n), key('area', n % 300), (select id from department where kind = 'tax' limit 1), 'taxRelief', 'closed', false,
      key('account', n), '', '2025-03-01', false, '2025-02-01' from generate_series(1, 20000) n`,
  'set session_replication_role = default',
  'analyze',
];

describe.runIf(inject('postgresUrl') !== undefined)('a register of a hundred thousand', { timeout: 240_000 }, () => {
  let town: Town;
  let office: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    for (const statement of fill) await town.rows(statement);
    await nameTheNewest();
    office = await DeskBrowser.signedIn(town, 'office');
  }, 240_000);
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  /** Names that open, for those who are shown. */
  async function nameTheNewest(): Promise<void> {
    const newest = await town.rows<{ id: string }>(
      `(select p.account_id as id from person p join account a on a.id = p.account_id where a.key = 'k' order by p.created_at desc, p.id desc limit 1010)
        union select key('account', n) from generate_series(50, ${persons}, 50) n`,
    );
    const keys = await Promise.all(newest.map(({ id }) => town.vault.newKey(id)));
    const names = await Promise.all(
      newest.map(({ id }, place) => town.vault.seal({ id, key: keys[place] ?? '' }, `account.name:${id}`, `N${place}`)),
    );
    await town.rows(
      'update account a set key = s.key, name = s.name from unnest($1::uuid[], $2::text[], $3::text[]) as s(id, key, name) where a.id = s.id',
      [newest.map(({ id }) => id), keys, names].map((list) => `{${list.join()}}`),
    );
  }

  /** Every plan of what a statement runs inside, as the service sees it. */
  async function plansOf(statement: string): Promise<string> {
    const client = new Client({ connectionString: town.test.url ?? '' });
    await client.connect();
    const plans: string[] = [];
    client.on('notice', ({ message }) => plans.push(message ?? ''));
    for (const set of [
      "load 'auto_explain'",
      'set auto_explain.log_min_duration = 0',
      'set auto_explain.log_nested_statements = on',
      'set auto_explain.log_analyze = on',
      "set auto_explain.log_level = 'notice'",
      'set role guitu_service',
      statement,
    ])
      await client.query(set);
    await client.end();
    return plans.join('\n');
  }

  const ask = (reference: string, request: object) =>
    JSON.stringify({
      actor: town.account(reference).id,
      now: town.now.toISOString(),
      today: '2026-09-21',
      most: 50,
      ...request,
    });

  it.each([
    ['the first page', {}],
    ['a page further on', { after: { at: '2025-02-15T00:00:00Z', id: '00000000-0000-4000-8000-000000000000' } }],
    ['whose period is over', { filter: 'ended' }],
  ])('walks the index for %s, and sorts no more than a page of each area', async (_, request) => {
    const plans = await plansOf(`select desk_register('${ask('office', request)}')`);
    const page = plans
      .split('Query Text:')
      .find((plan) => plan.includes('cross join lateral') && plan.includes('person_of_area'));
    expect(page, plans.slice(0, 3000)).toBeDefined();
    expect(page).toMatch(/Index Scan Backward using person_of_area on person/);
    expect(page).not.toMatch(/Seq Scan on person/);
    const rows = [...(page ?? '').matchAll(/Sort .*actual time=[\d.]+ rows=([\d.]+) loops/g)].map(([, count]) =>
      Number(count),
    );
    for (const count of rows) expect(count).toBeLessThanOrEqual(51 * 302);
  });

  it.each([
    ['name', { isSearch: true, nameHash: 'x' }, 'account_name'],
    ['number', { isSearch: true, phoneHash: 'x' }, 'account_phone'],
    ['request', { isSearch: true, number: '123-456-789' }, 'referral_number_unique'],
  ])('finds by %s through an index', async (_, request, index) => {
    const plans = await plansOf(`select desk_register('${ask('coordinator-jianshe', request)}')`);
    const named = plans
      .split('Query Text:')
      .find((plan) => plan.includes('name_hash = request') && plan.includes('Scan'));
    expect(named, plans.slice(0, 3000)).toMatch(new RegExp(`(?:using|on) ${index}\\b`));
    expect(named).not.toMatch(/Seq Scan on (?:person|account|referral|arrival)/);
  });

  it('is shown with fewer than ten statements a page, and each person once from page to page', async () => {
    const seen = new Set<string>();
    let path = '/desk/register';
    for (let pages = 0; pages < 4; pages += 1) {
      town.database.statements = [];
      await office.open(path);
      expect(office.status).toBe(200);
      expect(town.database.statements.length).toBeLessThan(10);
      const files = office.page.querySelectorAll('tbody a').map((link) => link.getAttribute('href') ?? '');
      expect(files).toHaveLength(50);
      for (const file of files) {
        expect(seen.has(file)).toBe(false);
        seen.add(file);
      }
      path = `/desk/register${office.page.querySelector('.pager a')?.getAttribute('href')}`;
    }
    const wanted = await town.rows<{ id: string }>('select id from person order by created_at desc, id desc limit 200');
    expect([...seen]).toEqual(wanted.map(({ id }) => `/desk/persons/${id}`));
  });

  it('is shown by each filter, and counted for today, with as few', async () => {
    for (const path of [
      '/desk/register?filter=unhelped',
      '/desk/register?filter=late',
      '/desk/register?filter=notJoined',
      '/desk/today',
    ]) {
      town.database.statements = [];
      await office.open(path);
      expect(office.status, path).toBe(200);
      expect(town.database.statements.length, path).toBeLessThan(10);
    }
    const [pairs] = await town.test.database.query<{ found: unknown[] }>('select desk_duplicates($1::jsonb) as found', [
      ask('office', {}),
    ]);
    expect(pairs?.found).toHaveLength(51);
    const [unhelped] = await town.rows<{ count: number }>(
      'select count(*)::int as count from person p where p.period_ended_at is null and not p.shielded and not has_helper(p.id)',
    );
    expect(office.page.querySelector('.counts a[href*=unhelped] strong')?.text).toBe(String(unhelped?.count));
  });

  it('gives a coordinator their own half alone', async () => {
    const [mine] = await town.rows<{ path: string }>("select path from area where name->>'zh-CN' = '建设路街道'");
    const [answer] = await town.test.database.query<{ found: { areaId: string }[] }>(
      'select desk_register($1::jsonb) as found',
      [ask('coordinator-jianshe', {})],
    );
    const areas = new Set(
      (await town.rows<{ id: string }>('select id from area where path like $1', [`${mine?.path}%`])).map(
        ({ id }) => id,
      ),
    );
    expect(answer?.found).toHaveLength(51);
    for (const { areaId } of answer?.found ?? []) expect(areas.has(areaId)).toBe(true);
  });
});

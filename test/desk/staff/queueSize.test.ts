/** A queue of ten thousand: what a page of it costs, under row-level security, in statements, rows and plans. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { askedByChat } from '../../support/deskRequest.ts';
import { Town } from '../../support/town.ts';

const inQueue = 10_000;

describe('a queue of ten thousand', { timeout: 120_000 }, () => {
  let town: Town;
  let desk: DeskBrowser;
  let me: string;
  let department: string;

  beforeAll(async () => {
    town = await Town.open();
    await askedByChat(town, await town.joined('person-1'));
    desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    me = town.account('staff-human-resources').id;
    department =
      (await town.rows<{ id: string }>("select id from department where kind = 'humanResources'"))[0]?.id ?? '';
    // Every 40th is urgent, every 43rd mine, every third a colleague's, and as many again have ended.
    await town.rows(
      `insert into referral (id, number, person_id, area_id, department_id, kind, state, urgent, claimed_by, filed_by, answers, expected_on, provisional, created_at)
        select gen_random_uuid(), to_char(100000000 + n * 7919, 'FM000"-"000"-"000'), r.person_id, r.area_id, r.department_id,
          case when n % 2 = 0 then 'training' else 'socialInsurance' end,
          case when n > $2::int then 'closed' when n % 43 = 0 or n % 3 = 0 then 'claimed' else 'new' end, n % 40 = 0,
          case when n % 43 = 0 then $1::uuid when n % 3 = 0 or n > $2::int then $3::uuid end, r.filed_by, r.answers,
          date '2026-09-21' + n % 60, false, r.created_at
        from referral r cross join generate_series(1, 2 * $2::int) n`,
      [me, String(inQueue), town.account('staff-human-resources-2').id],
    );
    await town.rows(
      `insert into consent (id, person_id, purpose, department_id, referral_id, fields, wording, given_at)
        select gen_random_uuid(), r.person_id, 'passOn', r.department_id, r.id, '["name"]', c.wording, c.given_at
        from referral r cross join (select * from consent where purpose = 'passOn' limit 1) c where r.id <> c.referral_id`,
    );
    await town.rows('analyze referral');
    await town.rows('analyze consent');
    await town.rows(
      `create function explained(account uuid, statement text) returns setof text language plpgsql as $$
        begin perform as_desk(account); return query execute 'explain ' || statement; end $$`,
    );
    await town.rows(
      `create function rows_read(statement text) returns bigint language plpgsql as $$
        declare before bigint := (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables where relname = 'referral');
        begin
          execute statement;
          return (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables where relname = 'referral') - before;
        end $$`,
    );
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  const plan = async (statement: string) => {
    const rows = await town.database.query<{ explained: string }>('select explained($1, $2)', [me, statement]);
    return rows.map(({ explained }) => explained).join('\n');
  };
  const read = async (name: string, request: object) => {
    const asked = JSON.stringify({ actor: me, now: town.now.toISOString(), today: '2026-09-21', ...request });
    const [row] = await town.database.query<{ read: number }>('select rows_read($1) as read', [
      `select ${name}('${asked}'::jsonb)`,
    ]);
    return row?.read ?? Number.NaN;
  };

  it.each(['unclaimed', 'mine', 'department'])('shows its first page of %s in few statements', async (tab) => {
    town.database.statements = [];
    await desk.open(`/desk/queue?tab=${tab}`);
    expect(desk.status).toBe(200);
    expect(desk.page.querySelectorAll('tbody tr')).toHaveLength(50);
    expect(town.database.statements.length).toBeLessThan(10);
    expect(desk.text).toContain('全部门（999 以上）');
    expect(desk.text).toContain('我在办的（232）');
  });

  it('goes by the indexes in its own order, with its place in them, whatever the policies add', async () => {
    const lane = `r.state in ('new', 'claimed', 'waitingForPerson', 'answered') and (r.expected_on, r.id) > ('2026-09-25', '80000000-0000-0000-0000-000000000000')
      order by r.expected_on, r.id limit 51`;
    const queue = await plan(
      `select * from referral r where r.department_id = '${department}' and r.state = 'new' and r.urgent = false and ${lane}`,
    );
    expect(queue).toMatch(/Index Scan using referral_in_queue/);
    expect(queue).toMatch(/Index Cond: .*ROW\(expected_on, id\) > ROW/);
    expect(queue).not.toMatch(/Seq Scan on referral|Sort/);
    const held = await plan(
      `select * from referral r where r.claimed_by = '${me}' and r.department_id = '${department}' and r.state = 'claimed' and r.urgent = false and ${lane}`,
    );
    expect(held).toMatch(/Index Scan using referral_in_hand/);
    expect(held).not.toMatch(/Seq Scan on referral|Sort/);
    const numbers = await plan(
      `select * from referral r where r.number >= '101-000-000' and r.number <= '101-999-999' and r.department_id in (select my_departments()) order by r.number limit 50`,
    );
    expect(numbers).toMatch(/Index Scan using referral_number_unique/);
    expect(numbers).not.toMatch(/Seq Scan on referral/);
  });

  it('reads no more for a page than a few pages’ rows, beside the counts', async () => {
    const counted = 1000 + 1000 + 240;
    // Three states, urgent or not, and one more for each lane and row that only tells that there is none.
    const onePage = 2 * 6 * 51;
    for (const tab of ['unclaimed', 'mine', 'department'])
      expect(await read('desk_queue', { tab })).toBeLessThan(counted + onePage);
    expect(
      await read('desk_queue', { tab: 'department', after: { urgent: false, on: '2026-10-20', id: department } }),
    ).toBeLessThan(counted + onePage);
    expect(await read('desk_numbers', { digits: '101' })).toBeLessThan(1000);
  });

  it('walks through all of mine in order, each once', async () => {
    const seen: string[] = [];
    await desk.open('/desk/queue?tab=mine');
    for (let pages = 0; pages < 10; pages += 1) {
      seen.push(...desk.page.querySelectorAll('tbody .number').map(({ text }) => text));
      const next = desk.page.querySelector('a[rel=next]')?.getAttribute('href');
      if (next === undefined) break;
      await desk.open(`/desk/queue${next.replaceAll('&amp;', '&')}`);
    }
    const expected = await town.rows<{ number: string }>(
      "select number from referral where claimed_by = $1 and state = 'claimed' order by urgent desc, expected_on, id",
      [me],
    );
    expect(seen).toEqual(expected.map(({ number }) => number));
    expect(seen).toHaveLength(232);
  });

  it('filters by kind and by state', async () => {
    await desk.open('/desk/queue?tab=department&kind=training&state=claimed');
    expect(desk.page.querySelectorAll('tbody tr')).toHaveLength(50);
    for (const row of desk.page.querySelectorAll('tbody tr')) {
      expect(row.structuredText).toContain('学门技术');
      expect(row.structuredText).toContain('在办');
    }
    await desk.open('/desk/queue?tab=department&state=answered');
    expect(desk.text).toContain('没有等着办的');
  });

  it('finds by number what has ended too, exactly or by how it begins, and nothing of others', async () => {
    const [row] = await town.rows<{ number: string }>("select number from referral where state = 'closed' limit 1");
    const number = row?.number ?? '';
    for (const typed of [number, number.replaceAll('-', ''), ` ${number} `]) {
      await desk.open(`/desk/queue?number=${encodeURIComponent(typed)}`);
      expect(desk.page.querySelectorAll('tbody tr')).toHaveLength(1);
      expect(desk.text).toContain(number);
    }
    await desk.open(`/desk/queue?number=${number.slice(0, 6)}`);
    expect(desk.page.querySelectorAll('tbody tr').length).toBeGreaterThan(1);
    await desk.open('/desk/queue?number=12');
    expect(desk.text).toContain('请至少写三位数字');
    const other = await DeskBrowser.signedIn(town, 'staff-tax');
    await other.open(`/desk/queue?number=${number}`);
    expect(other.text).toContain('没有这个编号');
    expect(other.text).not.toContain('周念安');
  });

  it('says another version only when something in it is new', async () => {
    const version = async () => {
      await desk.open('/desk/queue/version?tab=unclaimed');
      return desk.response.clone().text();
    };
    await desk.open('/desk/queue?tab=unclaimed');
    const shown = desk.page.querySelector('[data-live]')?.getAttribute('data-version');
    expect(await version()).toBe(shown);
    await town.rows(
      "update referral set version = version + 1 where id = (select id from referral where state = 'new' order by urgent desc, expected_on, id limit 1)",
    );
    expect(await version()).not.toBe(shown);
    const other = await DeskBrowser.signedIn(town, 'staff-tax');
    await other.open('/desk/queue/version');
    const before = await other.response.clone().text();
    await town.rows("update referral set version = version + 1 where state = 'new'");
    await other.open('/desk/queue/version');
    expect(await other.response.clone().text()).toBe(before);
  });
});

/** `npm run setup`, in processes of its own, on both databases. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import demoDistrict from '../../src/commands/demo/district.json' with { type: 'json' };
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import { setUp } from '../../src/organisation/setup.ts';
import { departmentKinds } from '../../src/referrals/kinds.ts';
import { readSpokenCode } from '../../src/secrets/codes.ts';
import { type Environment, emptyDatabase, run, temporaryFolder } from '../support/commands.ts';
import { FakeTelegram } from '../support/fakeTelegram.ts';

interface Printed {
  role: string;
  name: string;
  department?: string;
  station?: string;
  code: string;
  links: { web: string; telegram?: string };
}

const command = 'src/commands/setup.ts';
const token = '123456:a-token_of_a_bot';

function fileOf(organisation: unknown): string {
  const path = join(temporaryFolder(), 'org.json');
  writeFileSync(path, typeof organisation === 'string' ? organisation : JSON.stringify(organisation));
  return path;
}

/** A copy of the demo's district that a test may change. */
function district() {
  return structuredClone(demoDistrict);
}

async function lookInto(environment: Environment): Promise<Database> {
  const opened = await openDatabase(readConfig(environment), { forServer: false });
  onTestFinished(() => opened.close());
  return opened.database;
}

describe('the demo', { timeout: 120_000 }, () => {
  it('prints a code for each account of a fictional district', async () => {
    const telegram = await FakeTelegram.start({ token, floodLimits: false });
    onTestFinished(() => telegram.stop());
    const environment = {
      ...(await emptyDatabase()),
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      PUBLIC_URL: 'https://help.example.org',
      TELEGRAM_WEBHOOK_SECRET: 'secret',
    };
    const ended = await run(command, ['--demo', '--json'], environment);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const accounts = JSON.parse(ended.stdout) as Printed[];
    const inRole = (role: string) => accounts.filter((account) => account.role === role);
    expect(inRole('person').length).toBeGreaterThanOrEqual(6);
    expect(inRole('helper').length).toBeGreaterThanOrEqual(3);
    expect(inRole('coordinator')).toHaveLength(2);
    expect(inRole('office')).toHaveLength(1);
    expect(new Set(inRole('person').map((account) => account.station)).size).toBe(2);
    expect(new Set(inRole('staff').map((account) => account.department)).size).toBeGreaterThanOrEqual(
      departmentKinds.length,
    );
    for (const { code, links } of accounts) {
      expect(readSpokenCode(code)).toBeDefined();
      expect(links.web).toMatch(/^https:\/\/help\.example\.org\/chat#[A-Za-z0-9_-]{22}$/);
      expect(links.telegram).toMatch(/^https:\/\/t\.me\/\w+\?start=[A-Za-z0-9_-]{22}$/);
    }
    const database = await lookInto(environment);
    const [row] = await database.query(
      "select read_setup()->'demo' as demo, read_setup()->'memberships' as memberships",
    );
    expect(row).toMatchObject({ demo: true });
    const states = (row as { memberships: { state: string }[] }).memberships.map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['approved']));
  });

  it('wants an empty database', async () => {
    const environment = await emptyDatabase();
    const first = await run(command, ['--demo'], environment);
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(
      /^staff staff-human-resources: .+\n {2}\S{5}-\S{5}\n {2}http:\/\/localhost:3000\/chat#/,
    );
    const second = await run(command, ['--demo', '--json'], environment);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(/^The demo wants an empty database.*\n$/);
    const file = await run(command, ['--file', fileOf(district())], environment);
    expect(file).toMatchObject({ code: 1, stdout: '' });
    expect(file.stderr).toMatch(/^This database is a demo.*\n$/);
  });

  it('alone has a clock that can be moved', async () => {
    const { database, vault, close } = await openDatabase(readConfig(await emptyDatabase()), { forServer: false });
    onTestFinished(close);
    await expect(database.query('select move_clock(3600)')).rejects.toMatchObject({ code: 'GT002' });
    await setUp({ database, vault, now: null, links: { web: '' } }, demoOrganisation(), { demo: true });
    const [before] = await database.query<{ now: string }>('select clock_now() as now');
    const [after] = await database.query<{ now: string }>('select move_clock(3600) as now');
    expect(Date.parse(after?.now ?? '') - Date.parse(before?.now ?? '')).toBeGreaterThanOrEqual(3_600_000);
    await expect(database.query('select move_clock(-1)')).rejects.toMatchObject({ code: 'GT002' });
  });
});

describe('an organisation’s file', { timeout: 120_000 }, () => {
  it('changes nothing the second time, and what changed the third; only the first office is approved', async () => {
    const environment = await emptyDatabase();
    const file = fileOf(district());
    const first = await run(command, ['--file', file, '--json'], environment);
    expect(first.code).toBe(0);
    expect((JSON.parse(first.stdout) as Printed[]).length).toBe(district().workers.length + district().people.length);
    const counted = await countRows(environment);
    expect(counted).toMatchObject({ approvedOffice: 1, approvedElse: 0 });
    const second = await run(command, ['--file', file, '--json'], environment);
    expect(second).toMatchObject({ code: 0, stdout: '[]\n' });
    expect(await countRows(environment)).toEqual(counted);

    const changed = district();
    changed.departments[0]!.name.en = 'Another Bureau';
    changed.workers[0]!.name = 'Someone Else';
    changed.workers[1]!.roles = [{ role: 'staff', department: 'rescue' }];
    changed.people[0]!.helpers = ['helper-3'];
    changed.people.push({ ...changed.people[0]!, reference: 'person-new', name: 'Somebody New', helpers: [] });
    const third = await run(command, ['--file', fileOf(changed), '--json'], environment);
    expect((JSON.parse(third.stdout) as Printed[]).map(({ name }) => name)).toEqual(['Somebody New']);
    expect(await countRows(environment)).toEqual({
      ...counted,
      version: counted.version! + 1,
      account: counted.account! + 1,
      person: counted.person! + 1,
      enrolment: counted.enrolment! + 1,
      membership: counted.membership! + 1,
      endedMembership: 1,
      teamMember: counted.teamMember! + 1,
      endedTeamMember: 2,
    });

    const renewed = await run(command, ['--file', fileOf(changed), '--json', '--new-codes'], environment);
    const everybody = changed.workers.length + changed.people.length;
    expect(JSON.parse(renewed.stdout)).toHaveLength(everybody);
    expect(await countRows(environment)).toMatchObject({ enrolment: 2 * everybody, replacedEnrolment: everybody });
  });

  it('drops what has no place here, and says so', async () => {
    const organisation = district();
    for (const person of organisation.people) Object.assign(person, { religion: 'x', offence: 'y' });
    Object.assign(organisation.departments[0]!, { constructor: 1 });
    const ended = await run(command, ['--file', fileOf(organisation)], await emptyDatabase());
    expect(ended.code).toBe(0);
    const count = organisation.people.length;
    expect(ended.stderr).toContain(`people[].religion: dropped (${count})`);
    expect(ended.stderr).toContain(`people[].offence: dropped (${count})`);
    expect(ended.stderr).toContain('departments[].constructor: dropped (1)');
  });
});

describe('a file that cannot be taken', { timeout: 120_000 }, () => {
  it('is said with every place, and nothing is written', async () => {
    const environment = await emptyDatabase();
    const organisation = district();
    organisation.areas[1]!.name['zh-CN'] = '建设路帮 教站';
    organisation.departments[3]!.name['zh-CN'] = '';
    organisation.departments[4]!.kind = 'prison';
    organisation.workers[2]!.phone = 'secret words';
    organisation.people[0]!.reference = '13900001111';
    const ended = await run(command, ['--file', fileOf(organisation)], environment);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    const lines = ended.stderr.trim().split('\n');
    expect(lines.map((line) => line.split(':')[0]).sort()).toEqual([
      'areas[1].name.zh-CN',
      'departments[3].name.zh-CN',
      'departments[4].kind',
      'people[0].reference',
      'workers[2].phone',
    ]);
    expect(ended.stderr).toContain('帮教');
    expect(ended.stderr).not.toContain('secret words');
    const database = await lookInto(environment);
    expect(await database.query('select * from area')).toEqual([]);
  });

  it('is refused for references that lead nowhere', async () => {
    const organisation = district();
    organisation.areas[2]!.parent = 'nowhere';
    organisation.departments[1]!.kind = organisation.departments[0]!.kind;
    organisation.workers[0]!.roles = [{ role: 'staff', department: 'nowhere' }];
    organisation.workers[1]!.roles = [{ role: 'coordinator', area: 'guining' }];
    organisation.people[0]!.helpers = ['staff-police'];
    organisation.people[1]!.area = 'guining';
    organisation.people[2]!.reference = 'office';
    Object.assign(organisation, { routes: [{ area: 'guining', kind: 'mediation', department: 'police' }] });
    const ended = await run(command, ['--file', fileOf(organisation)], { DATA_DIR: temporaryFolder() });
    expect(ended.code).toBe(1);
    expect(
      ended.stderr
        .trim()
        .split('\n')
        .map((line) => line.split(':')[0])
        .sort(),
    ).toEqual([
      'areas[2].parent',
      'departments[1].kind',
      'people[0].helpers[0]',
      'people[1].area',
      'people[2].reference',
      'routes[0].department',
      'workers[0].roles[0].department',
      'workers[1].roles[0].area',
    ]);
  });

  it.each([
    ['is not there', ['--file', '/nowhere/org.json'], /^the file cannot be read \(ENOENT\)\n$/],
    ['is not asked for rightly', ['--demo', '--file', 'org.json'], /^usage: .*\n$/],
    ['is asked for with an unknown option', ['--fil', 'org.json'], /^usage: .*\n$/],
  ])('%s', async (_, args, line) => {
    const ended = await run(command, args, { DATA_DIR: temporaryFolder() });
    expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(line) });
  });

  it('is not JSON, and none of it is quoted', async () => {
    const ended = await run(command, ['--file', fileOf('{"people": [{"name": "Secret" "x"}]}')], {
      DATA_DIR: temporaryFolder(),
    });
    expect(ended.stderr).toMatch(/^the file is not JSON.*\n$/);
    expect(ended.stderr).not.toContain('Secret');
  });
});

async function countRows(environment: Environment): Promise<Record<string, number>> {
  const { database, close } = await openDatabase(readConfig(environment), { forServer: false });
  const [row] = await database.query<Record<string, number>>(`
    with me as materialized (select set_config('guitu.actor', 'system', true))
    select (select directory_version from installation) as version,
      (select count(*) from account) as account, (select count(*) from person) as person,
      (select count(*) from area) as area, (select count(*) from department) as department,
      (select count(*) from membership) as membership,
      (select count(*) from membership where state = 'ended') as "endedMembership",
      (select count(*) from membership where state = 'approved' and role = 'office') as "approvedOffice",
      (select count(*) from membership where state = 'approved' and role <> 'office') as "approvedElse",
      (select count(*) from team_member) as "teamMember",
      (select count(*) from team_member where until is not null) as "endedTeamMember",
      (select count(*) from enrolment) as enrolment,
      (select count(*) from enrolment where replaced_at is not null) as "replacedEnrolment"
    from me`);
  await close();
  return row ?? {};
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../../src/commands/demo/demoOrganisation.ts';
import { setUp } from '../../../src/organisation/setup.ts';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { Town } from '../../support/town.ts';
import { townLinks } from '../../support/townTemplate.ts';
import { areaOf, departmentOf } from './support.ts';

type File = ReturnType<typeof demoOrganisation>;

/** A real organisation's file, run again after the office has worked at the desk. */
describe('a set-up that is run again', () => {
  let town: Town;
  let office: DeskBrowser;
  let page: string;
  const file = (): File => structuredClone(demoOrganisation());

  beforeAll(async () => {
    town = await Town.open({ organisation: file() });
    office = await DeskBrowser.signedIn(town, 'office');
    page = `/desk/settings/departments/${await departmentOf(town, '归宁区人社局')}`;
  });
  afterAll(() => town.close());

  async function again(organisation: File, overDesk = false): Promise<string[]> {
    const kept: string[] = [];
    const deps = { database: town.database, vault: town.vault, now: town.now, links: townLinks };
    await setUp(deps, organisation, { overDesk, onKept: (place) => kept.push(place) });
    return kept;
  }

  const phone = () =>
    town.rows<{ duty_phone: string }>("select duty_phone from department where kind = 'humanResources'");

  it('leaves what was set at the desk, and tells', async () => {
    await office.open(page);
    await office.send('department', { dutyPhone: '0000-5559999' });
    expect(office.notice).toContain('已保存');
    await office.open(`/desk/settings/routes/${await areaOf(town, '建设路街道')}/training`);
    await office.send('route', { department: await departmentOf(town, '归宁区教育局') });
    expect(await again(file())).toEqual(['departments[0]']);
    expect(await phone()).toEqual([{ duty_phone: '0000-5559999' }]);
    const withRoute = { ...file(), routes: [{ area: 'jianshe', kind: 'training', department: 'youth' }] } as File;
    expect(await again(withRoute)).toEqual(['departments[0]', 'routes[0]']);
    const [route] = await town.rows<{ name: string }>(
      "select d.name->>'zh-CN' as name from route r join department d on d.id = r.department_id",
    );
    expect(route?.name).toBe('归宁区教育局');
  });

  it('changes what was not, and that stands in the history as a command’s', async () => {
    const changed = file();
    changed.departments[1]!.dutyPhone = '0000-5558888';
    expect(await again(changed)).toEqual(['departments[0]']);
    await office.open(`/desk/settings/departments/${await departmentOf(town, '归宁区民政局')}`);
    expect(office.text).toContain('系统管理员用命令改的');
    expect(office.text).toContain('0000-5558888');
  });

  it('sets the file’s where that is said, as a version that can be taken back', async () => {
    await office.open(page);
    expect(await again(file(), true)).toEqual([]);
    expect(await phone()).toEqual([{ duty_phone: '0000-5550104' }]);
    // A page from before is not saved over it.
    await office.send('department', { dutyPhone: '0000-5557777' });
    expect(office.notice).toContain('系统管理员在');
    expect(await again(file())).toEqual([]);
    await office.send('bringBack', { back: '1' });
    expect(await phone()).toEqual([{ duty_phone: '0000-5559999' }]);
    expect(await again(file())).toEqual(['departments[0]']);
  });
});

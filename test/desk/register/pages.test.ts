import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { Town } from '../../support/town.ts';

describe('the register at the desk', () => {
  let town: Town;
  let desk: DeskBrowser;
  let office: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    await town.joined('person-1');
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    office = await DeskBrowser.signedIn(town, 'office');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('starts with today', async () => {
    await desk.open('/desk');
    expect(desk.path).toBe('/desk/today');
    console.log(desk.text);
    await office.open('/desk/today');
    console.log(office.text);
    for (const list of [
      'must',
      'visits',
      'requests',
      'unsorted',
      'calls',
      'arrivals',
      'arriving',
      'papers',
      'swaps',
      'undelivered',
      'closings',
    ]) {
      await desk.open(`/desk/today/${list}`);
      expect(desk.status).toBe(200);
    }
    await desk.open('/desk/register');
    console.log(desk.status, desk.text);
    await desk.follow('周念安');
    console.log(desk.status, desk.text);
    await desk.open(`${desk.path}/edit`);
    console.log(desk.status, desk.text);
    await desk.open('/desk/cards');
    console.log(desk.status, desk.text);
    await desk.send('make');
    console.log(desk.status, desk.text);
    await desk.open('/desk/register/duplicates');
    console.log(desk.status, desk.text);
    await desk.open('/desk/register/new');
    console.log(desk.status, desk.text);
  });
});

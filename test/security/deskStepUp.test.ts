import { html } from 'hono/html';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { areas } from '../../src/desk/areas.ts';
import { createDesk } from '../../src/desk/desk.ts';
import { noFields } from '../../src/desk/fields.ts';
import { form } from '../../src/desk/frame/html.ts';
import { act, type PageRoute } from '../../src/desk/route.ts';
import { deskCookie } from '../../src/desk/session.ts';
import { DeskBrowser, formOf } from '../support/deskBrowser.ts';
import { enterDesk, numberOn, wrongNumber } from '../support/deskLogin.ts';
import { type Phone, Town } from '../support/town.ts';

/** What wants a fresh proof is not to be had with a session alone. */
describe('a proof in the chat', () => {
  let town: Town;
  let coordinator: Phone;
  let desk: DeskBrowser;
  let done: string[];

  /** A page that wants a proof, and one of whose two buttons does. */
  const secret: PageRoute = {
    path: '/desk/secret',
    policy: 'signedIn',
    stepUp: 'unmask',
    show: async () => ({ title: 'secret', body: html`<p>here it is</p>` }),
  };
  const buttons: PageRoute = {
    path: '/desk/buttons',
    policy: 'signedIn',
    acts: {
      grave: act({
        policy: 'signedIn',
        stepUp: 'roles',
        fields: noFields,
        perform: async () => {
          done.push('grave');
          return { tone: 'done', text: 'grave' };
        },
      }),
    },
    show: async (request) => ({ title: 'buttons', body: form(request, buttons, { act: 'grave', button: 'grave' }) }),
  };

  /** The same browser, on a desk that has those two pages. */
  function withSecrets(browser: DeskBrowser): DeskBrowser {
    const app = createDesk({
      deps: () => town.program.deps,
      parts: [...areas, { routes: [secret, buttons], places: [] }],
    });
    const same = new DeskBrowser({ ...town.program, app });
    for (const [name, value] of browser.cookies) same.cookies.set(name, value);
    return same;
  }
  const later = (minutes: number) => town.setClock(new Date(town.now.getTime() + minutes * 60_000));

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe');
  });
  beforeEach(async () => {
    done = [];
    await coordinator.say('/menu');
    desk = withSecrets(await enterDesk(town, coordinator));
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('is asked for, says in the chat what for and where, and leads back for ten minutes', async () => {
    await desk.open('/desk/secret?of=7');
    expect(desk.path).toContain('/desk/step-up');
    expect(desk.text).not.toContain('here it is');
    await desk.send('ask');
    await town.settle();
    coordinator.expectLast('Firefox（Windows 电脑）');
    coordinator.expectLast('看完整的证件信息');
    await desk.open(desk.path);
    const number = numberOn(desk);
    await coordinator.choose('deskNumber');
    await coordinator.say(number);
    await desk.open(desk.path);
    expect(desk.path).toBe('/desk/secret?of=7');
    desk.expectText('here it is');
    later(9);
    expect((await desk.open('/desk/secret')).path).toBe('/desk/secret');
    later(1);
    expect((await desk.open('/desk/secret')).path).toContain('/desk/step-up');
    expect(await town.rows("select distinct action from audit where action like 'deskStep%' order by action")).toEqual([
      { action: 'deskStepUpAsked' },
      { action: 'deskSteppedUp' },
    ]);
  });

  it('is wanted by a button, too, which does nothing before', async () => {
    await desk.open('/desk/buttons');
    await desk.send('grave');
    expect(desk.path).toContain('/desk/step-up');
    expect(done).toEqual([]);
    await desk.send('ask');
    await town.settle();
    coordinator.expectLast('改账号或职责');
    await coordinator.choose('deskNumber');
    await coordinator.say(numberOn(desk));
    await desk.open(desk.path);
    await desk.send('grave');
    expect(done).toEqual(['grave']);
  });

  it('is one session’s, and opens nothing in another', async () => {
    const other = withSecrets(await enterDesk(town, coordinator));
    await desk.open('/desk/secret');
    await desk.send('ask');
    await town.settle();
    await coordinator.choose('deskNumber');
    await coordinator.say(numberOn(desk));
    await desk.open('/desk/secret');
    desk.expectText('here it is');
    await other.open('/desk/secret');
    expect(other.path).toContain('/desk/step-up');
    expect(other.page.querySelector('.digits')).toBeNull();
  });

  it('is refused in the chat, and whoever sits there is out', async () => {
    await desk.open('/desk/secret');
    await desk.send('ask');
    await town.settle();
    await coordinator.choose('deskRefuse');
    await desk.open('/desk/secret');
    expect(desk.status).toBe(403);
  });

  it('ends at the third wrong number, and can be asked for again', async () => {
    await desk.open('/desk/secret');
    await desk.send('ask');
    await town.settle();
    const number = numberOn(desk);
    const wrong = wrongNumber(desk);
    await coordinator.choose('deskNumber');
    for (let times = 0; times < 3; times += 1) await coordinator.say(wrong);
    await coordinator.say(number);
    await desk.open(desk.path);
    expect(desk.page.querySelector('.digits')).toBeNull();
    await desk.send('ask');
    await town.settle();
    await coordinator.choose('deskNumber');
    await coordinator.say(numberOn(desk));
    await desk.open(desk.path);
    expect(desk.path).toBe('/desk/secret');
  });

  it('is asked for once while it waits, however often the button is pressed', async () => {
    await desk.open('/desk/secret');
    const asked = () => coordinator.messages.filter(({ text }) => text.includes('看完整的证件信息')).length;
    const before = asked();
    const many = Array.from({ length: 6 }, () => withSecrets(desk));
    await Promise.all(many.map((each) => each.open('/desk/step-up?for=unmask&to=/desk/secret')));
    await Promise.all(many.map((each) => each.send('ask')));
    await town.settle();
    expect(asked()).toBe(before + 1);
  });

  it('is not asked for by another site', async () => {
    const before = coordinator.messages.length;
    await desk.post('/desk/step-up?to=/desk', formOf('ask'), {
      origin: 'https://evil.test',
      'sec-fetch-site': 'cross-site',
    });
    await town.settle();
    expect([desk.status, coordinator.messages.length]).toEqual([403, before]);
  });

  it('leads back to the desk, and nowhere else', async () => {
    await town.rows('update desk_session set stepped_up_until = $1', [
      new Date(town.now.getTime() + 60_000).toISOString(),
    ]);
    const cookie = `${deskCookie}=${desk.cookies.get(deskCookie)}`;
    for (const to of [
      'https://evil.test/',
      '//evil.test',
      '/\\evil.test',
      '/desk/../chat',
      '/desk/..//evil.test',
      '/desk\\@evil.test',
      '/desk/\r\nset-cookie: a=b',
      'javascript:alert(1)',
      '/deskevil',
      '',
    ]) {
      const answer = await town.program.app.request(`http://desk.test/desk/step-up?to=${encodeURIComponent(to)}`, {
        headers: { host: 'desk.test', cookie },
      });
      expect([answer.status, answer.headers.get('location')], to).toEqual([303, '/desk']);
    }
  });

  it('cannot be given by PIN where there is a chat that the browser does not have', async () => {
    await desk.open('/desk/secret');
    await desk.post(desk.path, formOf('pin', { pin: '482915' }));
    expect(desk.path).toContain('/desk/step-up');
    await coordinator.say('/pin');
    coordinator.expectLast('不用数字密码');
    expect(await town.rows('select id from desk_pin')).toEqual([]);
  });
});

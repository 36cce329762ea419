/** To whom: decided when something is sent, not when it was written. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { line } from '../../src/dialogue/parameter.ts';
import { readTurn } from '../../src/turn/readTurn.ts';
import { writeClockTurn } from '../../src/turn/writeTurn.ts';
import { fillForm } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

describe('who is told', () => {
  let town: Town;
  let person: Phone;
  let staff: Phone;
  let colleague: Phone;

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources');
    colleague = await town.joined('staff-human-resources-2', 'en');
    person = await town.joined('person-1');
  });
  afterAll(() => town.close());

  async function later(seconds: number): Promise<void> {
    town.setClock(new Date(town.now.getTime() + seconds * 1000));
    await town.settle();
  }

  async function askTraining(): Promise<void> {
    await fillForm(person, 'training', '还没想好');
    await person.choose('confirm');
  }

  it('is told in the language they read, whatever the writer reads', async () => {
    await askTraining();
    staff.expectLast('新的请求：学门技术');
    colleague.expectLast('New request: learning a trade');
  });

  it('is told in the language they chose meanwhile', async () => {
    town.telegram.failNext({ fault: 429, method: 'sendMessage', chat: colleague.id, retryAfter: 30 });
    await askTraining();
    await colleague.say('/language');
    await later(30);
    const told = colleague.messages.filter(({ text }) => text.includes('新的请求：学门技术'));
    expect(told).toHaveLength(1);
  });

  it('is not told of a request that went on to another department before the word could be sent', async () => {
    const before = colleague.messages.length;
    town.telegram.failNext({ fault: 429, method: 'sendMessage', chat: colleague.id, retryAfter: 60 });
    await askTraining();
    await staff.choose('sendBack');
    await staff.say('这件事归服务站');
    await staff.choose('confirm');
    await later(60);
    expect(colleague.messages.slice(before)).toEqual([]);
    const dropped = await town.rows("select 1 from outbox where state = 'dropped' and error = 'notPermitted'");
    expect(dropped).toHaveLength(1);
  });

  it('is told when they join, if they had no chat before', async () => {
    const { deps } = town.program;
    const read = await readTurn(deps, { channel: 'clock', externalId: 'clock', updateId: 'a test' });
    const message = {
      to: { account: town.account('person-2').id },
      lines: [line('coordination:noCalls')],
      choices: [],
    } as const;
    await writeClockTurn(deps, read, { changes: [], messages: [message] }, 'a test', null);
    await later(60);
    const other = await town.joined('person-2');
    expect(other.messages.map(({ text }) => text)).toContain('没有要打的电话。');
  });

  it('is not told what they said no to, but may still ask', async () => {
    await askTraining();
    await staff.choose('claim');
    const before = person.messages.length;
    await town.rows("update person set state = 'declined' where account_id = $1", [town.account('person-1').id]);
    await staff.choose('answer');
    await staff.say('来三楼报名');
    await staff.choose('confirm');
    expect(person.messages.slice(before)).toEqual([]);
    await person.say('/menu');
    person.expectLast('我们不会在这里打扰您');
    await town.rows("update person set state = 'agreed' where account_id = $1", [town.account('person-1').id]);
  });

  it('reads all of a long text, its buttons under the last part', async () => {
    await askTraining();
    await staff.choose('claim');
    await staff.choose('answer');
    const long = `${'很长的答复'.repeat(818)}🙂🙂`;
    expect(long.length).toBeLessThanOrEqual(4096);
    await staff.say(long);
    await staff.choose('confirm');
    await person.say('/menu');
    await person.choose('matter');
    const [first, second] = person.messages.slice(-2);
    expect(`${first?.text}${second?.text}`.replaceAll('\n', '')).toContain(long);
    expect(first?.choices).toEqual([]);
    expect(second?.choices.length).toBeGreaterThan(0);
  });
});

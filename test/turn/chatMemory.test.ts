/** A turn that goes by what the one before it left: whatever happened since is seen all the same. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../src/i18n/texts.ts';
import { takeTurn } from '../../src/turn/takeTurn.ts';
import { type Phone, Town } from '../support/town.ts';

describe('what a turn left in memory', () => {
  let town: Town;
  let person: Phone;

  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
  });
  beforeEach(async () => {
    await person.say('/menu');
    town.database.statements = [];
  });
  afterAll(() => town.close());

  const turns = () => town.database.statements.flatMap((text) => /(read_turn|write_turns)/.exec(text)?.[1] ?? []);

  /** A turn of another process on the same database. */
  async function sayElsewhere(phone: Phone, text: string): Promise<void> {
    const left = town.program.deps.memory;
    const memory = { recall: () => undefined, keep: () => {}, forget: () => {} } as unknown as typeof left;
    const inbound = { channel: 'telegram', externalId: String(phone.id), updateId: crypto.randomUUID() } as const;
    await takeTurn({ ...town.program.deps, memory }, { ...inbound, content: { type: 'text', text } });
    await town.settle();
  }

  it('is gone by once another process has taken a turn of the chat', async () => {
    await sayElsewhere(person, '/help');
    await person.say('1');
    expect(turns()).toEqual(['read_turn', 'write_turns', 'write_turns', 'read_turn', 'write_turns']);
    person.expectLast(textOf('zh-CN', 'help:kind', { group: textOf('zh-CN', 'kinds:groups.livelihood') }));
  });

  it.each([
    ['the chat was ended', 'person-2', 'update identity set ended_at = now() where account_id = $1'],
    ['the account was closed', 'person-3', "update account set state = 'closed' where id = $1"],
    ['a yes was taken back', 'person-4', "update person set state = 'declined' where account_id = $1"],
    ['a role was taken away', 'helper-1', "update membership set state = 'ended' where account_id = $1"],
    [
      'the organisation was changed',
      'person-5',
      'update installation set directory_version = directory_version + 1 where $1::uuid is not null',
    ],
  ])('does not hold when %s', async (_what, reference, statement) => {
    const phone = await town.joined(reference);
    await phone.say('/menu');
    await town.rows(statement, [town.account(reference).id]);
    town.database.statements = [];
    await phone.say('2');
    expect(turns()).toEqual(['write_turns', 'read_turn', 'write_turns']);
  });
});

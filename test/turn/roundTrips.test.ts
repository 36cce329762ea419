import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, Town } from '../support/town.ts';

/** Where the time of a turn goes: each statement is a round trip, and a commit. */
describe('the statements of a turn', () => {
  let town: Town;
  let person: Phone;
  let staff: Phone;

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources');
    person = await town.joined('person-1');
  });
  beforeEach(() => {
    town.database.statements = [];
  });
  afterAll(() => town.close());

  /** Those of the turns alone: sending comes after, for many chats at once. */
  function ofTurns(): string[] {
    return town.database.statements.flatMap(
      (text) => /(read_turn|write_turns|find_rows|find_own_data|read_directory)/.exec(text)?.[1] ?? [],
    );
  }

  it('are one read and one write at every step of a request, for a process that knows nothing of the chat', async () => {
    const steps: (() => Promise<Response>)[] = [
      ...['help', 'group:work', 'kind:training'].map((action) => () => person.choose(action)),
      () => person.chooseByNumber('firstOption'),
      () => person.say('晚上和周末'),
      () => person.choose('confirm'),
      () => staff.choose('claim'),
      () => staff.choose('answer'),
      () => staff.say('下周一开班，带身份证。'),
      () => staff.choose('confirm'),
      () => person.choose('matter'),
      () => person.choose('helpedYes'),
    ];
    for (const takeStep of steps) {
      for (const phone of [person, staff]) phone.becomeUnknown();
      town.database.statements = [];
      await takeStep();
      expect(ofTurns()).toEqual(['read_turn', 'write_turns']);
    }
  });

  it('are one write where the turn before it was taken here', async () => {
    const steps: (() => Promise<Response>)[] = [
      ...['help', 'group:work', 'kind:training'].map((action) => () => person.choose(action)),
      () => person.chooseByNumber('firstOption'),
      () => person.say('晚上和周末'),
      () => person.choose('confirm'),
      () => person.say('/help'),
    ];
    await person.say('/menu');
    for (const takeStep of steps) {
      town.database.statements = [];
      await takeStep();
      expect(ofTurns()).toEqual(['write_turns']);
    }
  });

  it.each([
    ['a list', () => staff.say('/queue')],
    ['the own requests', () => person.choose('matters')],
    ['words that nobody asked for', () => person.say('今天天气不错')],
    ['the way to a human', () => person.say('0')],
  ])('are three where it looks for %s', async (_what, takeStep) => {
    for (const phone of [person, staff]) phone.becomeUnknown();
    await takeStep();
    expect(ofTurns()).toEqual(['read_turn', 'find_rows', 'write_turns']);
  });

  it('are two to the list of what is held about somebody, and three to each part of it', async () => {
    await person.say('/menu');
    person.becomeUnknown();
    town.database.statements = [];
    await person.say('我的信息');
    expect(ofTurns()).toEqual(['read_turn', 'write_turns']);
    for (const section of ['self', 'onFile', 'contacts', 'consents']) {
      person.becomeUnknown();
      town.database.statements = [];
      await person.choose(`ownData:${section}`);
      expect(ofTurns()).toEqual(['read_turn', 'find_own_data', 'write_turns']);
    }
  });

  it('are one where the update was seen before', async () => {
    const update = town.telegram.textUpdate(person.id, '/menu');
    await town.post(update);
    person.becomeUnknown();
    town.database.statements = [];
    await town.post(update);
    expect(ofTurns()).toEqual(['read_turn']);
  });

  it('settle what was sent in one statement, and look up names only where there are any', async () => {
    await person.say('/menu');
    const settling = town.database.statements.filter((text) => /settle_(mail|answers)|read_references/.test(text));
    expect(settling).toHaveLength(1);
  });
});

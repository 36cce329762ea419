/** A small model of a request's life: what may follow what, by whose hand. Told nothing of how the program does it. */
export interface Happened {
  readonly kind: string;
  /** Null for the clock. */
  readonly by: string | null;
  readonly position: number;
}

export interface Stands {
  readonly state: string;
  readonly claimedBy: string | null;
  readonly version: number;
}

interface Model {
  state: string;
  holder: string | null;
  readonly reminded: Set<string>;
}

type Rule = (model: Model, by: string | null) => boolean;

const is =
  (...states: readonly string[]): Rule =>
  ({ state }) =>
    states.includes(state);
const both =
  (...rules: readonly Rule[]): Rule =>
  (model, by) =>
    rules.every((rule) => rule(model, by));
const holder: Rule = (model, by) => by !== null && model.holder === by;
const clock: Rule = (_, by) => by === null;
const once =
  (what: string): Rule =>
  ({ reminded }) =>
    !reminded.has(what);

/** When it may happen, and where it leads; without that it stays where it is. */
function rulesFor(person: string): Record<string, { readonly may: Rule; readonly to?: string }> {
  const herself: Rule = (_, by) => by === person;
  const staff: Rule = (_, by) => by !== null && by !== person;
  return {
    claimed: { may: both(is('new'), staff, ({ holder }) => holder === null), to: 'claimed' },
    answered: { may: both(is('claimed', 'waitingForPerson', 'answered'), holder), to: 'answered' },
    paperAsked: { may: both(is('claimed', 'answered'), holder), to: 'waitingForPerson' },
    paperReceived: { may: both(is('waitingForPerson'), holder), to: 'claimed' },
    refused: { may: both(is('claimed', 'waitingForPerson'), holder), to: 'refused' },
    closed: { may: both(is('claimed', 'answered'), holder), to: 'closed' },
    withdrawn: { may: both(is('new', 'claimed', 'waitingForPerson', 'answered'), herself), to: 'withdrawn' },
    reopened: { may: both(is('answered', 'closed', 'refused'), herself), to: 'claimed' },
    departmentReminded: { may: both(is('new'), clock, once('departmentReminded')) },
    coordinatorTold: { may: both(is('new'), clock, once('coordinatorTold')) },
    expectedDayMoved: { may: both(is('new', 'claimed'), clock) },
  };
}

/** What is wrong with a history, and with where it is said to have led; nothing when it is legal. */
export function wrongIn(history: readonly Happened[], person: string, stands: Stands): string[] {
  const rules = rulesFor(person);
  const model: Model = { state: 'new', holder: null, reminded: new Set() };
  const wrong: string[] = [];
  for (const [index, { kind, by, position }] of history.entries()) {
    if (position !== index + 1) wrong.push(`${kind} stands at ${position}, not at ${index + 1}`);
    if (index === 0 && kind === 'requested' && by === person) continue;
    const rule = rules[kind];
    if (rule?.may(model, by) !== true)
      wrong.push(`${kind} by ${by ?? 'the clock'} while ${model.state}, held by ${model.holder}`);
    if (kind === 'claimed') model.holder = by;
    if (by === null) model.reminded.add(kind);
    model.state = rule?.to ?? model.state;
  }
  const { state, claimedBy, version } = stands;
  if (state !== model.state) wrong.push(`it is ${state}, where its history leads to ${model.state}`);
  if (claimedBy !== model.holder) wrong.push(`it is held by ${claimedBy}, and was claimed by ${model.holder}`);
  if (version !== history.length) wrong.push(`${history.length} things happened, and its version is ${version}`);
  return wrong;
}

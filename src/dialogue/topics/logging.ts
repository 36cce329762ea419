import { addDays, type Day } from '../../calendar/day.ts';
import { readDay } from '../../calendar/readDay.ts';
import { addWorkingDays } from '../../calendar/workingDays.ts';
import { type NeedKind, usualNeeds } from '../../people/needs.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { replanned } from '../../visits/settle.ts';
import { type ReasonNotMet, reasonsNotMet, type VisitRecord, type WayToMeet, waysToMeet } from '../../visits/visit.ts';
import { type Choice, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { VisitTopic } from '../standing/visits.ts';
import type { World } from '../world.ts';
import { backChoice, mainMenu, menuChoice } from './menu.ts';
import { helpedFile, showVisit, withHelped } from './visits.ts';

type TopicOf<Name extends VisitTopic['name']> = Extract<VisitTopic, { name: Name }>;

/** The first tap: how they met. Today, unless another day is chosen. */
export function startLogging(world: World, visitId: string): Step {
  if (world.found === null) return { search: { what: 'file', visitId } };
  const file = helpedFile(world);
  const visit = file?.visits.find(({ id }) => id === visitId);
  if (file === null || visit === undefined) return showVisit(world, visitId);
  return askHow({ account: file.person.accountId, visit: visitId, on: world.today });
}

export function startContact(world: World, accountId: string): Step {
  return withHelped(world, accountId, () => askHow({ account: accountId, visit: null, on: world.today }));
}

export function askHow(about: Omit<TopicOf<'howMet'>, 'name'>, first: readonly Line[] = []): Outcome {
  const ways: Choice[] = waysToMeet.map((how) => ({ label: line(`visits:way.${how}`), action: { do: 'how', how } }));
  return reply(
    { ...about, name: 'howMet' },
    [...first, line('visits:how', { date: { day: about.on } })],
    [...ways, { label: line('visits:otherDay'), action: { do: 'otherDay' } }, backChoice],
  );
}

/** Late entries are welcome: the last days to tap, any other to type. */
export function askWhichDay(world: World, { account, visit }: Pick<TopicOf<'whichDay'>, 'account' | 'visit'>): Outcome {
  const days = [1, 2, 3, 4, 5].map((back) => addDays(world.today, -back));
  return reply({ name: 'whichDay', account, visit }, [line('visits:whichDay')], [...days.map(dayChoice), backChoice]);
}

export function dayChoice(day: Day): Choice {
  return { label: line('visits:day', { date: { day } }), action: { do: 'pickDay', day } };
}

export function typeDay(world: World, topic: TopicOf<'whichDay'>, text: string): Outcome {
  const day = readDay(text, world.today, world.keywords.days, world.today);
  return day === undefined
    ? saidFirst([line('visits:dayNotUnderstood')], askWhichDay(world, topic))
    : askHow({ account: topic.account, visit: topic.visit, on: day });
}

/** The second tap: met or not, and if not, why. */
export function askMet({ account, visit, on }: Omit<TopicOf<'howMet'>, 'name'>, how: WayToMeet): Outcome {
  const reasons: Choice[] = reasonsNotMet.map((reason) => ({
    label: line(`visits:reason.${reason}`),
    action: { do: 'notMet', reason },
  }));
  return reply(
    { name: 'metOrNot', account, visit, on, how },
    [line('visits:metOrNot', { name: { name: account } })],
    [{ label: line('visits:met'), action: { do: 'met' } }, ...reasons, backChoice],
  );
}

/** The third tap: needs that were seen, as many as there are. */
export function askNeeds(about: Omit<TopicOf<'needsSeen'>, 'name'>): Outcome {
  const choices: Choice[] = usualNeeds.map((need) => ({
    label: line(about.needs.includes(need) ? 'visits:needChosen' : 'visits:needPlain', {
      need: { text: `visits:need.${need}` },
    }),
    action: { do: 'needSeen', need },
  }));
  const done = line(about.needs.length === 0 ? 'visits:needsNone' : 'visits:needsDone');
  return reply(
    { ...about, name: 'needsSeen' },
    [line('visits:whatNeeded')],
    [{ label: done, action: { do: 'needsSeen' } }, ...choices, backChoice],
  );
}

export function toggled(needs: readonly NeedKind[], need: NeedKind): NeedKind[] {
  return needs.includes(need) ? needs.filter((each) => each !== need) : [...needs, need];
}

/** Met: what this settles is settled, the next visit is planned, and a note may follow. */
export function logMet(world: World, topic: TopicOf<'needsSeen'>): Step {
  return withHelped(world, topic.account, (file) => {
    const record = recordFor(world, file, topic, { outcome: 'met', reason: null, needs: topic.needs });
    const plan = replanned(world.calendar, file, { on: topic.on, record: record.id }, world.today);
    const settled = new Set(plan?.settled.map(({ id }) => id));
    const endedTriggers = file.triggers.filter(({ visitId }) => visitId !== null && settled.has(visitId));
    const known = new Set(file.needs.map(({ kind }) => kind));
    const needs = topic.needs.filter((need) => !known.has(need));
    const next = plan?.next ?? file.visits.find(({ id, kind }) => kind === 'regular' && !settled.has(id)) ?? null;
    const lines =
      next === null
        ? [line('visits:logged')]
        : [line('visits:loggedNext', { date: { by: next.dueOn, provisional: next.provisional } })];
    return askNote(topic.account, record, lines, topic.needs, [
      { fact: 'visitLogged', record, plan, needs, endedTriggers },
    ]);
  });
}

/** Not met: the visit stays due, for another try within two working days. */
export function logNotMet(
  world: World,
  topic: Pick<TopicOf<'metOrNot'>, 'account' | 'visit' | 'on'> & { readonly how: WayToMeet | null },
  reason: ReasonNotMet,
): Step {
  return withHelped(world, topic.account, (file) => {
    const visit = file.visits.find(({ id }) => id === topic.visit) ?? null;
    const record = recordFor(world, file, topic, { outcome: 'notMet', reason, needs: [] });
    const again = addWorkingDays(world.calendar, world.today, 2);
    const lines =
      visit === null
        ? [line('visits:logged')]
        : [line('visits:notReachedNoted', { date: { by: again.day, provisional: again.provisional } })];
    const moves = visit !== null && visit.kind === 'regular' && visit.dueOn < again.day;
    return askNote(
      topic.account,
      record,
      lines,
      [],
      [
        moves
          ? { fact: 'visitRescheduled', record: { ...record, newDueOn: again.day }, visit, dueOn: again.day }
          : { fact: 'visitLogged', record, plan: null, needs: [], endedTriggers: [] },
      ],
    );
  });
}

function askNote(
  account: string,
  record: Pick<VisitRecord, 'id' | 'version'>,
  lines: readonly Line[],
  needs: readonly NeedKind[],
  changes: Outcome['changes'],
): Outcome {
  const offer: Choice[] =
    needs.length === 0 ? [] : [{ label: line('visits:fileFor'), action: { do: 'fileFor', account } }];
  return reply(
    { name: 'noting', account, record: record.id, version: record.version },
    [...lines, line('visits:addNote')],
    [...offer, { label: line('visits:backToList'), action: { do: 'dueVisits', page: 0 } }, menuChoice],
    { changes },
  );
}

export function note(world: World, topic: TopicOf<'noting'>, text: string): Step {
  return withHelped(world, topic.account, () =>
    saidFirst([line('visits:noted')], mainMenu(world), {
      changes: [
        {
          fact: 'visitNoted',
          record: { id: topic.record, version: topic.version },
          text,
          personAccountId: topic.account,
        },
      ],
    }),
  );
}

export function recordFor(
  world: World,
  file: PersonFile,
  topic: { readonly visit: string | null; readonly on: Day; readonly how: WayToMeet | null },
  what: Pick<VisitRecord, 'outcome' | 'reason' | 'needs'>,
): Omit<VisitRecord, 'hasNote'> {
  return {
    id: world.draw.id(),
    personId: file.person.id,
    visitId: file.visits.some(({ id }) => id === topic.visit) ? topic.visit : null,
    byAccount: world.account?.id ?? '',
    ...what,
    happenedOn: topic.on,
    how: topic.how,
    newDueOn: null,
    at: world.now.toISOString(),
    version: 1,
  };
}

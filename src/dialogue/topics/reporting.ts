import type { PersonFile } from '../../people/personFile.ts';
import { mustVisitDue } from '../../visits/plan.ts';
import { type TriggerKind, triggerKinds, type Visit } from '../../visits/visit.ts';
import type { Change } from '../outcome.ts';
import { type Choice, type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { backChoice, mainMenu } from './menu.ts';
import { withHelped } from './visits.ts';

/** 上报: one of the five, and whether it is urgent. */
export function startReport(world: World, accountId: string): Step {
  return withHelped(world, accountId, () => askTrigger(accountId));
}

export function askTrigger(account: string): Outcome {
  const choices: Choice[] = triggerKinds.map((trigger) => ({
    label: line(`reports:trigger.${trigger}`),
    action: { do: 'triggerSeen', trigger },
  }));
  return reply(
    { name: 'reporting', account, trigger: null },
    [line('reports:which', { name: { name: account } })],
    [...choices, backChoice],
  );
}

export function askUrgency(account: string, trigger: TriggerKind): Outcome {
  return reply(
    { name: 'reporting', account, trigger },
    [line('reports:urgentAsk')],
    [
      { label: line('reports:usual'), action: { do: 'reportAs', urgent: false } },
      { label: line('reports:urgent'), action: { do: 'reportAs', urgent: true } },
      backChoice,
    ],
  );
}

export function report(world: World, account: string, trigger: TriggerKind, urgent: boolean): Step {
  return withHelped(world, account, (file) => {
    const made = mustVisitFor(world, file, trigger, urgent);
    return saidFirst(
      [line('reports:made', { date: { by: made.visit.dueOn, provisional: made.visit.provisional } })],
      mainMenu(world),
      { changes: [made.change], messages: made.messages },
    );
  });
}

/** The must-visit that a report makes, and who is told at once: of an urgent one the coordinator. */
export function mustVisitFor(
  world: World,
  { person }: Pick<PersonFile, 'person'>,
  trigger: TriggerKind,
  urgent: boolean,
): { readonly visit: Visit; readonly change: Change; readonly messages: Message[] } {
  const id = world.draw.id();
  const reporter = world.account?.id ?? '';
  const due = mustVisitDue(world.calendar, world.today, urgent);
  const visit: Visit = {
    id: world.draw.id(),
    personId: person.id,
    kind: 'must',
    slot: `${trigger}:${id}`,
    urgent,
    opensOn: world.today,
    dueOn: due.day,
    provisional: due.provisional,
    state: 'due',
    meetOn: null,
    askedAt: null,
    answer: null,
    listedOn: null,
    escalatedAt: null,
    settledBy: null,
    createdAt: world.now.toISOString(),
    version: 1,
  };
  const change: Change = {
    fact: 'triggerReported',
    visit,
    trigger: {
      id,
      personId: person.id,
      kind: trigger,
      urgent,
      reportedBy: reporter,
      reportedAt: world.now.toISOString(),
      visitId: visit.id,
      endedAt: null,
      version: 1,
    },
  };
  const told: Message = {
    to: { coordinators: person.areaId },
    urgent: true,
    lines: [
      line('reports:toCoordinator', {
        helper: { name: reporter },
        name: { name: person.accountId },
        trigger: { text: `reports:trigger.${trigger}` },
      }),
    ],
    choices: [],
  };
  return { visit, change, messages: urgent ? [told] : [] };
}

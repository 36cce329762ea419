import { addMonths, dayOf } from '../../calendar/day.ts';
import type { PlanChange, VisitFact } from '../../dialogue/facts/visits.ts';
import { type NeedKind, needMonths } from '../../people/needs.ts';
import { type ApplyContext, accountOf, insertRow, ownerOf, updateRow } from '../context.ts';

/** The rows of what became true about visits. */
export async function applyVisitFact(context: ApplyContext, change: VisitFact): Promise<void> {
  const at = context.world.now.toISOString();
  switch (change.fact) {
    case 'visitLogged':
      insertRow(context, 'visit_record', { ...change.record, note: null });
      if (change.plan !== null) addPlan(context, change.plan);
      addNeeds(context, change.record.personId, change.needs);
      if (change.record.outcome === 'met') helperTasksDone(context, change.record.personId, false);
      for (const { id, version } of change.endedTriggers) updateRow(context, 'trigger', { id, version, endedAt: at });
      return;
    case 'visitNoted': {
      const { id, version } = change.record;
      const owner = ownerOf(context, change.personAccountId);
      const note = await context.vault.seal(owner, `visit_record.note:${id}`, change.text);
      updateRow(context, 'visit_record', { id, version, note });
      return;
    }
    case 'visitRescheduled': {
      const { id, version } = change.visit;
      insertRow(context, 'visit_record', { ...change.record, note: null });
      updateRow(context, 'visit', { id, version, dueOn: change.dueOn, meetOn: null, askedAt: null, answer: null });
      return;
    }
    case 'visitProposed': {
      const { id, version } = change.visit;
      updateRow(context, 'visit', { id, version, meetOn: change.meetOn, askedAt: at, answer: null });
      return;
    }
    case 'triggerReported':
      insertRow(context, 'visit', change.visit);
      insertRow(context, 'trigger', change.trigger);
      return;
    case 'visitsListed':
      for (const { id, version } of change.visits) updateRow(context, 'visit', { id, version, listedOn: change.day });
      return;
    case 'mustVisitEscalated':
      updateRow(context, 'visit', { id: change.visit.id, version: change.visit.version, escalatedAt: at });
      return;
    case 'helperAway':
      insertRow(context, 'absence', {
        id: change.absenceId,
        accountId: accountOf(context.actor),
        fromDay: dayOf(context.world.now),
        untilDay: change.until,
        substituteId: change.substitute,
        endedAt: null,
        version: 1,
      });
      if (change.substitute !== null)
        context.rows.named.set('standIn', { helper: context.actor, substitute: change.substitute });
      return;
    case 'helperBack':
      updateRow(context, 'absence', { ...change.absence, endedAt: at });
      context.rows.named.set('standOut', change.helper);
  }
}

/** The person, the visit or the record that the audit names. */
export function subjectOfVisitFact(change: VisitFact): string | null {
  switch (change.fact) {
    case 'visitLogged':
    case 'visitNoted':
      return change.record.id;
    case 'visitRescheduled':
    case 'visitProposed':
    case 'mustVisitEscalated':
      return change.visit.id;
    case 'triggerReported':
      return change.trigger.id;
    case 'visitsListed':
      return change.visits[0]?.id ?? null;
    case 'helperAway':
      return change.absenceId;
    case 'helperBack':
      return change.absence.id;
  }
}

const facts = new Set<string>([
  'visitLogged',
  'visitNoted',
  'visitRescheduled',
  'visitProposed',
  'triggerReported',
  'visitsListed',
  'mustVisitEscalated',
  'helperAway',
  'helperBack',
] satisfies VisitFact['fact'][]);

export function isVisitFact(change: { readonly fact: string }): change is VisitFact {
  return facts.has(change.fact);
}

/** What was settled, and the one regular visit that is due next: a new row, or the due one moved. */
export function addPlan(context: ApplyContext, plan: PlanChange): void {
  for (const { id, version } of plan.settled)
    updateRow(context, 'visit', { id, version, state: 'done', settledBy: plan.settledBy });
  for (const { id, version } of plan.cancelled) updateRow(context, 'visit', { id, version, state: 'cancelled' });
  if (plan.next === null) return;
  if (plan.moved === null) {
    insertRow(context, 'visit', {
      id: crypto.randomUUID(),
      personId: plan.personId,
      kind: 'regular',
      ...plan.next,
      urgent: false,
      state: 'due',
      createdAt: context.world.now.toISOString(),
      version: 1,
    });
    return;
  }
  const { id, version } = plan.moved;
  updateRow(context, 'visit', { id, version, ...plan.next });
}

/** What the helpers were asked to do is done: all of it, or only asking after a check-in that was missed. */
export function helperTasksDone(context: ApplyContext, personId: string, missedOnly: boolean): void {
  context.rows.named.set('helperTasksDone', { personId, missedOnly });
}

/** Who said or saw it, and until when it stands. */
export function addNeeds(context: ApplyContext, personId: string, needs: readonly NeedKind[]): void {
  const { now, today } = context.world;
  for (const kind of needs) {
    insertRow(context, 'need', {
      id: crypto.randomUUID(),
      personId,
      kind,
      statedBy: context.actor,
      statedAt: now.toISOString(),
      endsOn: addMonths(today, needMonths),
      endedAt: null,
      version: 1,
    });
  }
}

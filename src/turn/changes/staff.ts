import type { StaffFact } from '../../dialogue/facts/staff.ts';
import { type ApplyContext, insertRow, updateRow } from '../context.ts';

/** The rows of what became true about how a department works. */
export function applyStaffFact(context: ApplyContext, change: StaffFact): void {
  const at = context.world.now.toISOString();
  switch (change.fact) {
    case 'staffAway':
      insertRow(context, 'staff_absence', {
        ...change.absence,
        begunAt: change.begins ? at : null,
        endedAt: null,
        version: 1,
      });
      return;
    case 'staffAwayBegan':
      updateRow(context, 'staff_absence', { ...change.absence, begunAt: at });
      return;
    case 'staffBack':
      updateRow(context, 'staff_absence', { ...change.absence, endedAt: at });
      return;
    case 'templateWritten': {
      const row = { ...change.template, editedBy: context.actor, editedAt: at };
      if (change.isNew) insertRow(context, 'answer_template', { ...row, removedAt: null });
      else updateRow(context, 'answer_template', row);
      return;
    }
    case 'templateRemoved':
      updateRow(context, 'answer_template', {
        ...change.template,
        removedAt: at,
        editedBy: context.actor,
        editedAt: at,
      });
  }
}

/** The absence or the template that the audit names. */
export function subjectOfStaffFact(change: StaffFact): string {
  return 'absence' in change ? change.absence.id : change.template.id;
}

const facts = new Set<string>([
  'staffAway',
  'staffAwayBegan',
  'staffBack',
  'templateWritten',
  'templateRemoved',
] satisfies StaffFact['fact'][]);

export function isStaffFact(change: { readonly fact: string }): change is StaffFact {
  return facts.has(change.fact);
}

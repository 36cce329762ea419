import type { Person } from '../dialogue/world.ts';
import type { Arrival } from '../people/arrival.ts';
import type { CheckIn } from '../people/checkIn.ts';
import type { Need } from '../people/needs.ts';
import type { PersonFile, TeamMember } from '../people/personFile.ts';
import type { Trigger, Visit, VisitRecord } from '../visits/visit.ts';
import { fromRow, type Row } from './rows.ts';

/** A person's file as `read_person_file` gives it. */
export interface PersonFileRows {
  readonly person: Row;
  readonly account: { readonly id: string; readonly key: string; readonly phone: string | null };
  readonly reached: boolean;
  readonly arrival: Row | null;
  readonly checkIn: Row | null;
  readonly visits: Row[];
  readonly records: Row[];
  readonly lastMetOn: string | null;
  readonly team: Row[];
  readonly needs: Row[];
  readonly triggers: Row[];
}

/** Sealed words stay behind: a step only knows that they are there. */
export function personFileFrom(rows: PersonFileRows): PersonFile {
  const { staying, ...arrival } = fromRow<Omit<Arrival, 'hasStaying'> & { staying: string | null }>(rows.arrival ?? {});
  return {
    person: fromRow<Person>(rows.person),
    hasPhone: rows.account.phone !== null,
    isReached: rows.reached,
    arrival: rows.arrival === null ? null : { ...arrival, hasStaying: staying !== null },
    checkIn: rows.checkIn === null ? null : fromRow<CheckIn>(rows.checkIn),
    visits: rows.visits.map((row) => fromRow<Visit>(row)),
    records: rows.records.map((row) => {
      const { note, ...record } = fromRow<Omit<VisitRecord, 'hasNote'> & { note: string | null }>(row);
      return { ...record, hasNote: note !== null };
    }),
    lastMetOn: rows.lastMetOn,
    team: rows.team.map((row) => fromRow<TeamMember>(row)),
    needs: rows.needs.map((row) => fromRow<Need>(row)),
    triggers: rows.triggers.map((row) => fromRow<Trigger>(row)),
  };
}

import type { CheckIn } from '../../people/checkIn.ts';
import type { FileClosing } from '../../people/closing.ts';
import type { Consent } from '../../people/consent.ts';
import type { PersonFile } from '../../people/personFile.ts';
import type { Referral } from '../../referrals/referral.ts';
import { type PersonFileRows, personFileFrom } from '../../turn/personFile.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import type { Visit, VisitRecord } from '../../visits/visit.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { idIn } from './paging.ts';

/** Something that happened: `about` is a kind, a purpose or a reason, as `what` has it. */
export interface Happened {
  readonly at: string;
  readonly what: string;
  readonly by: string | null;
  readonly about: string | null;
  readonly number: string | null;
}

/** A file as `desk_person` gives it. */
export interface PersonRows {
  readonly accountVersion: number;
  readonly hasPhone: boolean;
  readonly code: { readonly madeAt: string; readonly expiresAt: string; readonly usedAt: string | null } | null;
  readonly timeline: readonly Happened[];
}

export interface DeskPerson extends PersonRows {
  readonly file: PersonFile;
  readonly visits: readonly Visit[];
  readonly records: readonly VisitRecord[];
  readonly requests: readonly Referral[];
  readonly consents: readonly (Consent & { readonly withdrawnAt: string | null })[];
  readonly checkIns: readonly CheckIn[];
  readonly closing: FileClosing | null;
}

type Rows = PersonRows & {
  readonly file: PersonFileRows;
  readonly closing: Row | null;
} & Readonly<Record<'visits' | 'records' | 'requests' | 'consents' | 'checkIns', Row[]>>;

/** One person's file; undefined where there is none, or it is not for whoever asks. */
export async function readPerson(desk: DeskRequest, id: string): Promise<DeskPerson | undefined> {
  if (idIn(id) === null) return undefined;
  const rows = await desk.read<Rows | null>('desk_person', { person: id });
  if (rows === null) return undefined;
  const { file, closing, visits, records, requests, consents, checkIns, ...rest } = rows;
  return {
    ...rest,
    file: personFileFrom(file),
    closing: closing === null ? null : fromRow<FileClosing>(closing),
    visits: visits.map((row) => fromRow<Visit>(row)),
    records: records.map((row) => fromRow<VisitRecord>(row)),
    requests: requests.map((row) => fromRow<Referral>(row)),
    consents: consents.map((row) => fromRow(row)),
    checkIns: checkIns.map((row) => fromRow<CheckIn>(row)),
  };
}

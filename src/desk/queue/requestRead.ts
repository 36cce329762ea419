import * as z from 'zod';
import type { ReferralEvent, ReferralFile } from '../../referrals/referral.ts';
import { fileFrom, type ReferralRows } from '../../turn/referralFile.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import type { DeskRequest } from '../deskRequest.ts';

/** A move with where it led: the department and the day it had then. */
export interface TalkEvent extends ReferralEvent {
  readonly data: { readonly departmentId: string; readonly expectedOn: string };
}

export interface Template {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** One request as its page knows it. */
export interface RequestRead {
  readonly file: ReferralFile;
  /** The fields the person agreed to pass on; none when the yes was withdrawn. */
  readonly agreed: readonly string[];
  readonly talk: readonly TalkEvent[];
  /** There is more before the first of `talk`. */
  readonly earlier: boolean;
  readonly templates: readonly Template[];
}

interface Rows extends Omit<RequestRead, 'file' | 'talk'> {
  readonly file: ReferralRows;
  readonly talk: readonly Row[];
}

export const referralOf = (desk: DeskRequest) => desk.path('referral');

/** Undefined when there is no such request in the departments of whoever asks. */
export async function readRequest(desk: DeskRequest): Promise<RequestRead | undefined> {
  const referral = referralOf(desk);
  if (!z.uuid().safeParse(referral).success) return undefined;
  const before = z.coerce.number().int().positive().max(2_147_483_647).safeParse(desk.query('before')).data ?? null;
  const rows = await desk.read<Rows | null>('desk_referral', { referral, before });
  if (rows === null) return undefined;
  const talk = rows.talk.map((row) => {
    const { text, ...event } = fromRow<TalkEvent & { text: string | null }>(row);
    return { ...event, hasText: text !== null };
  });
  return { ...rows, file: fileFrom(rows.file), talk };
}

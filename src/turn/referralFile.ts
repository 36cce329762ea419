import type { Referral, ReferralEvent, ReferralFile } from '../referrals/referral.ts';
import { fromRow, type Row } from './rows.ts';

/** A request as `read_referral` gives it: with whose it is, and what happened last. */
export interface ReferralRows {
  readonly row: Row;
  readonly agreedFields: readonly string[] | null;
  readonly standsIn: boolean;
  readonly person: Row & {
    readonly id: string;
    readonly key: string;
    readonly accountId: string;
    readonly areaId: string;
    readonly phone: string | null;
  };
  readonly events: Row[];
}

export function fileFrom({ row, agreedFields, standsIn, person, events }: ReferralRows): ReferralFile {
  const { id, accountId, areaId, phone } = person;
  return {
    referral: fromRow<Referral>(row),
    isAgreed: agreedFields !== null,
    standsIn,
    person: { id, accountId, areaId, hasPhone: phone !== null && agreedFields?.includes('phone') === true },
    events: events.map((each) => {
      const { text, ...event } = fromRow<ReferralEvent & { text: string | null }>(each);
      return { ...event, hasText: text !== null };
    }),
  };
}

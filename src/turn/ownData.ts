import type { OwnData } from '../dialogue/world.ts';
import type { CheckIn } from '../people/checkIn.ts';
import type { Consent } from '../people/consent.ts';
import type { Referral } from '../referrals/referral.ts';
import { type PersonFileRows, personFileFrom } from './personFile.ts';
import { fromRow, type Row } from './rows.ts';

/** What `find_own_data` gives. */
export interface OwnDataRows {
  readonly file: PersonFileRows | null;
  readonly checkIns: Row[];
  readonly requests: Row[];
  readonly consents: Row[];
}

export function ownDataFrom({ file, checkIns, requests, consents }: OwnDataRows): OwnData | null {
  if (file === null) return null;
  return {
    file: personFileFrom(file),
    checkIns: checkIns.map((row) => fromRow<CheckIn>(row)),
    requests: requests.map((row) => fromRow<Referral>(row)),
    consents: consents.map((row) => fromRow<Consent>(row)),
  };
}

import { dayOf } from '../../calendar/day.ts';
import { type Line, line } from '../../dialogue/parameter.ts';
import { consentLines } from '../../dialogue/topics/consents.ts';
import { onFileLines, teamLines, visitLines } from '../../dialogue/topics/helpers.ts';
import { checkInLine, recordLines, selfLines } from '../../dialogue/topics/ownDataShown.ts';
import { type References, renderLine } from '../../i18n/render.ts';
import { textOf } from '../../i18n/texts.ts';
import type { Directory } from '../../organisation/directory.ts';
import type { Consent } from '../../people/consent.ts';
import type { Referral, ReferralEvent } from '../../referrals/referral.ts';
import { ownDataFrom } from '../ownData.ts';
import { fromRow } from '../rows.ts';
import type { OpenedCopy } from './opened.ts';

export interface CopySection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** To read: the same words as in the chat, but all of it. */
export function copySections(opened: OpenedCopy, directory: Directory): CopySection[] {
  const { rows, locale } = opened;
  const data = ownDataFrom(rows);
  if (data === null) return [];
  const account = { id: rows.account.id, kind: 'person', hasPhone: true, locale, version: 1 } as const;
  const today = dayOf(new Date(rows.now));
  const references = referencesOf(opened, directory, today);
  const say = (lines: readonly Line[]) => lines.map((each) => renderLine(each, locale, references));
  const section = (key: Line['key'], lines: readonly string[]): CopySection => ({ title: textOf(locale, key), lines });
  return [
    section('ownData:self', say(selfLines({ directory }, data))),
    section('ownData:onFile', say([...data.checkIns.map(checkInLine), ...onFileLines({ account, today }, data.file)])),
    section(
      'ownData:contacts',
      say([...teamLines(data.file), ...visitLines(data.file), ...data.file.records.flatMap(recordLines)]),
    ),
    section('ownData:requests', say(rows.requests.flatMap((row) => requestLines(fromRow<Referral>(row), opened)))),
    section('ownData:consents', say(rows.consents.flatMap((row) => pastConsentLines(fromRow(row))))),
    section(
      'ownData:messages',
      opened.messages.map(({ mine, text }) =>
        textOf(locale, mine ? 'ownData:messageMine' : 'ownData:messageTheirs', { words: text }),
      ),
    ),
  ].filter(({ lines }) => lines.length > 0);
}

function requestLines(referral: Referral, { rows }: OpenedCopy): Line[] {
  const parameters = {
    kind: { kind: referral.kind },
    number: { number: referral.number },
    state: { text: `matters:short.${referral.state}` },
  };
  const said = rows.events
    .filter((event) => event.referral_id === referral.id && event.text !== null)
    .map((row) => fromRow<ReferralEvent>(row));
  return [
    line('matters:title', parameters),
    line('matters:item', parameters),
    line('ownData:answers', { answers: { answers: referral.id } }),
    ...said.map(({ id, at }) => line('ownData:history', { moment: { moment: at }, words: { words: id } })),
  ];
}

function pastConsentLines(consent: Consent & { readonly withdrawnAt: string | null }): Line[] {
  const { withdrawnAt } = consent;
  if (withdrawnAt === null) return consentLines(consent);
  return [...consentLines(consent), line('ownData:consentWithdrawn', { date: { day: dayOf(new Date(withdrawnAt)) } })];
}

function referencesOf(opened: OpenedCopy, directory: Directory, today: string): References {
  const { rows, names, phone, staying, words, notes, answers } = opened;
  const { id } = rows.account;
  const kinds = new Map(rows.requests.map((row) => [row.id, fromRow<Referral>(row).kind]));
  return {
    directory,
    today,
    names,
    phones: new Map(phone === null ? [] : [[id, phone]]),
    stayings: new Map(staying === null ? [] : [[id, staying]]),
    notes,
    words,
    answers: new Map(
      [...answers].flatMap(([referral, said]) => {
        const kind = kinds.get(referral);
        return kind === undefined ? [] : [[referral, { kind, answers: said }] as const];
      }),
    ),
  };
}

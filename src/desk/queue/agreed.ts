import { html } from 'hono/html';
import { line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { References } from '../../i18n/render.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { facts, section, words } from '../frame/html.ts';
import { deadlineBadges } from './deadline.ts';
import { holderIn } from './entries.ts';
import { nameIn, nameLine } from './names.ts';
import type { RequestRead } from './requestRead.ts';

const phoneLine = (account: string) => line('deskQueue:itsPhone', { phone: { phone: account } });
const answersLine = (referral: string) => line('queue:answers', { answers: { answers: referral } });

/** What the head of the page and what the person shares point at. */
export function agreedLines({ file }: RequestRead) {
  const { referral, person, isAgreed } = file;
  const workers = [...(referral.claimedBy === null ? [] : [referral.claimedBy]), ...filerOf(file)];
  if (!isAgreed) return workers.map(nameLine);
  return [
    ...[person.accountId, ...workers].map(nameLine),
    ...(person.hasPhone ? [phoneLine(person.accountId)] : []),
    answersLine(referral.id),
  ];
}

function filerOf({ referral, person }: RequestRead['file']): string[] {
  return referral.filedBy === person.accountId ? [] : [referral.filedBy];
}

/** Where the request stands: number, state, in whose hands, until when. */
export function standingFacts(desk: DeskRequest, references: References, { file }: RequestRead): Page {
  const { referral } = file;
  return facts([
    [desk.say('deskQueue:number'), referral.number],
    [desk.say('deskQueue:state'), desk.say(`queue:state.${referral.state}`)],
    [desk.say('deskQueue:who'), html`<bdi>${holderIn(desk, references, file)}</bdi>`],
    [desk.say('deskQueue:due'), deadlineBadges(desk, references, referral)],
  ]);
}

/** Exactly what the person agreed to share with whoever has the request, and no more. */
export function agreedSection(desk: DeskRequest, references: References, { file }: RequestRead): Page {
  const { referral, person, isAgreed } = file;
  if (!isAgreed) return section(desk.say('deskQueue:agreed'), html`<p>${desk.say('deskQueue:notAgreed')}</p>`);
  const phone = desk.render(phoneLine(person.accountId), references);
  const answers = desk.render(answersLine(referral.id), references);
  const shared: (readonly [string, Page | string])[] = [
    [desk.say('deskQueue:name'), html`<bdi>${nameIn(desk, references, person.accountId)}</bdi>`],
    ...(person.hasPhone ? [[desk.say('deskQueue:phone'), html`<a href="tel:${phone}">${phone}</a>`] as const] : []),
    ...(answers === '' ? [] : [[desk.say('deskQueue:answers'), words(answers)] as const]),
    ...filerOf(file).map(
      (filer) => [desk.say('deskQueue:filedBy'), html`<bdi>${nameIn(desk, references, filer)}</bdi>`] as const,
    ),
  ];
  return section(
    desk.say('deskQueue:agreed'),
    html`${facts(shared)}<p class="hint">${desk.say('deskQueue:agreedOnly')}</p>`,
  );
}

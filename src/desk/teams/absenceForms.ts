import { html } from 'hono/html';
import type { CoverFound, HelpedPerson, HelperFound } from '../../dialogue/registerFound.ts';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, inputField, nothing, type Option, selectField } from '../frame/html.ts';
import type { Opened } from '../names.ts';
import type { PageRoute, Refused } from '../route.ts';
import { candidateWords } from './candidateWords.ts';

/** From when and until when a helper is away, who stands in, for all or for each of their people; and that they are back. */
export function absenceForms(
  desk: DeskRequest,
  page: PageRoute,
  { people, candidates }: CoverFound,
  helper: HelperFound,
  opened: Opened,
  refused: Refused | undefined,
): Page {
  if (helper.worksElsewhere) return html`<p>${desk.say('deskTeams:elsewhere')}</p>`;
  const { absence } = helper;
  const nobody: Option = { value: '', label: desk.say('deskTeams:nobody') };
  const choices = [
    nobody,
    ...candidates
      .filter(({ accountId }) => accountId !== helper.accountId)
      .map((each) => ({ value: each.accountId, label: candidateWords(desk, each, opened) })),
  ];
  const began = absence !== null && absence.fromDay <= desk.today;
  const helped = people.filter(({ state, shielded }) => state === 'active' && !shielded);
  return html`<p class="hint">${desk.say('deskTeams:awayHint')}</p>
    ${form(desk, page, {
      act: 'cover',
      weight: 'main',
      button: desk.say(absence === null ? 'deskTeams:cover' : 'deskTeams:change'),
      fields: html`<div class="row">
        ${inputField({ act: 'cover', name: 'from', type: 'date', label: desk.say('deskTeams:from'), value: absence?.fromDay ?? desk.today, required: true, refused })}
        ${inputField({ act: 'cover', name: 'until', type: 'date', label: desk.say('deskTeams:until'), value: absence?.untilDay ?? '', required: true, refused })}
      </div>
      ${selectField({ act: 'cover', name: 'substitute', label: desk.say('deskTeams:substitute'), value: absence?.substituteId ?? '', options: choices, refused })}
      ${helped.length < 2 ? nothing : apartFields(desk, helped, choices, began ? (absence?.substituteId ?? null) : undefined, opened, refused)}`,
    })}
    ${absence === null ? nothing : form(desk, page, { act: 'endAbsence', button: desk.say('deskTeams:endAbsence') })}`;
}

/** `forAll`: who stands in for all in an absence that has begun; a person's own substitute is then shown as such. */
function apartFields(
  desk: DeskRequest,
  people: readonly HelpedPerson[],
  choices: readonly Option[],
  forAll: string | null | undefined,
  opened: Opened,
  refused: Refused | undefined,
): Page {
  const own = ({ standIns }: HelpedPerson) => {
    const standIn = standIns.find(({ isSubstitute }) => isSubstitute)?.accountId ?? null;
    return standIn === null || standIn === forAll ? 'same' : standIn;
  };
  return html`<details ${people.some((person) => own(person) !== 'same') ? html`open` : nothing}>
    <summary>${desk.say('deskTeams:apartTitle')}</summary>
    ${people.map((person) =>
      selectField({
        act: 'cover',
        name: `apart-${person.accountId}`,
        label: desk.say('deskTeams:apart', { name: opened.name(person.accountId) }),
        value: own(person),
        options: [{ value: 'same', label: desk.say('deskTeams:sameForAll') }, ...choices],
        refused,
      }),
    )}
  </details>`;
}

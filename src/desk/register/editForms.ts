/** The forms by which a file is changed. */
import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import { closingReasons, mayReopen } from '../../people/closing.ts';
import { visitIntervals } from '../../visits/plan.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, hiddenField, inputField, selectField, tickInput } from '../frame/html.ts';
import type { Refused } from '../route.ts';
import { editPage } from './editPage.ts';
import { myStations } from './names.ts';
import type { DeskPerson } from './personRows.ts';

/** Name and number are not shown here: a field that stays empty changes nothing. */
export function correctForm(
  desk: DeskRequest,
  { file, accountVersion }: DeskPerson,
  refused: Refused | undefined,
): Page {
  const { areaId, releasedOn, version } = file.person;
  const common = { act: 'correct', refused };
  const stations = myStations(desk);
  const isExpected = file.arrival !== null && file.arrival.reportedAt === null;
  return form(desk, editPage, {
    act: 'correct',
    fields: [
      hiddenField('version', String(version)),
      hiddenField('accountVersion', String(accountVersion)),
      inputField({
        ...common,
        name: 'name',
        label: desk.say('deskFile:field.name'),
        hint: desk.say('deskFile:leaveEmpty'),
        most: 40,
      }),
      inputField({
        ...common,
        name: 'phone',
        label: desk.say('deskFile:field.phone'),
        hint: desk.say('deskFile:leaveEmpty'),
        type: 'tel',
        most: 20,
      }),
      tickInput({ ...common, name: 'noPhone', label: desk.say('deskFile:field.noPhone') }),
      ...(stations.length > 1 || !stations.some(({ value }) => value === areaId)
        ? [
            selectField({
              ...common,
              name: 'area',
              label: desk.say('deskFile:field.area'),
              value: areaId,
              options: stations.some(({ value }) => value === areaId)
                ? stations
                : [{ value: '', label: '' }, ...stations],
            }),
          ]
        : []),
      inputField({
        ...common,
        name: 'releasedOn',
        label: desk.say('deskRegister:field.releasedOn'),
        type: 'date',
        value: releasedOn ?? '',
      }),
      ...(isExpected
        ? [
            inputField({
              ...common,
              name: 'paperDay',
              label: desk.say('deskFile:field.paperDay'),
              type: 'date',
              value: file.arrival?.dueOn ?? '',
            }),
          ]
        : []),
    ],
    button: desk.say('deskFile:save'),
    weight: 'main',
  });
}

export function intervalForms(desk: DeskRequest, { file: { person } }: DeskPerson): Page[] {
  const select = (name: string, label: string, months: readonly number[], now: number) =>
    form(desk, editPage, {
      act: name,
      fields: selectField({
        act: name,
        name: 'months',
        label,
        value: String(now),
        options: months.map((each) => ({
          value: String(each),
          label: desk.say(`teams:every.${each as 1 | 2 | 3 | 6}`),
        })),
      }),
      button: desk.say('deskFile:save'),
      about: `${desk.say('deskFile:save')}: ${label}`,
    });
  return [
    select('visitInterval', desk.say('deskFile:field.visits'), visitIntervals, person.visitEveryMonths),
    select('checkInInterval', desk.say('deskFile:field.checkIns'), [1, 2, 3], person.checkInEveryMonths),
  ];
}

export function shieldForm(desk: DeskRequest, { file: { person } }: DeskPerson): Page[] {
  return [
    html`<p>${desk.say(person.shielded ? 'ownData:shieldedFile' : 'ownData:shieldAsk')}</p>`,
    form(desk, editPage, {
      act: 'shield',
      fields: hiddenField('on', person.shielded ? 'no' : 'yes'),
      button: desk.say(person.shielded ? 'ownData:unshield' : 'ownData:shield'),
    }),
  ];
}

export function closingForm(
  desk: DeskRequest,
  { file: { person }, closing }: DeskPerson,
  refused: Refused | undefined,
): Page | Page[] {
  if (closing !== null) return html`<p>${desk.say('deskFile:closingWaits')}</p>`;
  const version = hiddenField('version', String(person.version));
  if (person.periodEndedAt === null)
    return [
      html`<p>${desk.say('deskFile:closingHint')}</p>`,
      form(desk, editPage, {
        act: 'close',
        fields: [
          version,
          selectField({
            act: 'close',
            name: 'reason',
            label: desk.say('deskFile:field.reason'),
            refused,
            options: closingReasons.map((value) => ({ value, label: desk.say(`deskFile:reason.${value}`) })),
          }),
        ],
        button: desk.say('deskFile:propose'),
        weight: 'grave',
      }),
    ];
  return mayReopen(person, desk.today)
    ? [
        html`<p>${desk.say('deskFile:isClosed')}</p>`,
        form(desk, editPage, { act: 'reopen', fields: version, button: desk.say('deskFile:reopen') }),
      ]
    : html`<p>${desk.say('deskFile:periodOver')}</p>`;
}

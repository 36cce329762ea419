import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import type { Department } from '../../organisation/directory.ts';
import { mostCharacters } from '../../organisation/publicWords.ts';
import type { SettingContents } from '../../organisation/settings.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { tickField } from '../fields.ts';
import { facts, form, hiddenField, inputField, section, tickInput } from '../frame/html.ts';
import { act, type PageRoute, type Refused } from '../route.ts';
import { bringBackAct } from './bringBack.ts';
import { historySection, versionNow } from './history.ts';
import { back, changeFields, maySee, maySet, noteField, paragraph, sees, sets, takeSetting } from './scope.ts';
import {
  dutyPhoneField,
  hoursField,
  hoursText,
  localisedFrom,
  publicProblemOf,
  wordsWanted,
  wordsWantedOrEmpty,
} from './wanted.ts';

const words = wordsWanted(publicProblemOf(mostCharacters.public));
const wordsOrEmpty = wordsWantedOrEmpty(publicProblemOf(mostCharacters.public));

const departmentFields = changeFields.extend({
  name: words,
  nameEnglish: wordsOrEmpty,
  address: words,
  addressEnglish: wordsOrEmpty,
  dutyPhone: dutyPhoneField,
  hours: hoursField,
  everyDay: tickField,
});

function departmentAsked(desk: DeskRequest): Department | undefined {
  const found = desk.directory.departments.get(desk.path('department'));
  return found !== undefined && maySee(desk, found.areaId) ? found : undefined;
}

const placeOf = ({ id, areaId }: Department) => ({ setting: 'department', areaId, subject: id }) as const;

/** `/desk/settings/departments/:department`: what people read of a department, and when it is open. */
export const departmentPage: PageRoute = {
  path: '/desk/settings/departments/:department',
  policy: sees,
  acts: {
    department: act({
      policy: sets,
      fields: departmentFields,
      perform: (desk, { version, note, name, nameEnglish, address, addressEnglish, dutyPhone, hours, everyDay }) =>
        takeSetting(desk, {
          do: 'settingsDepartment',
          department: desk.path('department'),
          name: localisedFrom(name, nameEnglish),
          address: localisedFrom(address, addressEnglish),
          dutyPhone,
          officeHours: { periods: hours, everyDay },
          version,
          note,
          broughtBack: null,
        }),
    }),
    bringBack: bringBackAct(
      (desk) => {
        const found = departmentAsked(desk);
        return found === undefined ? undefined : placeOf(found);
      },
      (desk, { subject }, content, made) => {
        const { name, address, dutyPhone, officeHours } = content as SettingContents['department'];
        const periods = officeHours.periods.map((period) => ({ ...period }));
        return takeSetting(desk, {
          do: 'settingsDepartment',
          department: subject,
          name,
          address,
          dutyPhone,
          officeHours: { periods, everyDay: officeHours.everyDay === true },
          ...made,
        });
      },
    ),
  },
  show: async (desk, { refused }) => {
    const department = departmentAsked(desk);
    if (department === undefined) return undefined;
    const { areaId, id } = department;
    return {
      title: department.name[desk.locale],
      body: html`${back(`/desk/settings/departments?area=${areaId}`, desk.say('deskSettings:departments.title'))}
        ${maySet(desk, areaId) ? departmentForm(desk, department, refused) : shown(desk, department)}
        ${await historySection(desk, departmentPage, { setting: 'department', area: areaId, subject: id })}`,
    };
  },
};

function shown(desk: DeskRequest, { name, address, dutyPhone, officeHours }: Department): Page {
  return html`${facts([
    [desk.say('deskSettings:departments.name'), name[desk.locale]],
    [desk.say('deskSettings:departments.address'), address[desk.locale]],
    [desk.say('deskSettings:departments.phone'), dutyPhone],
    [desk.say('deskSettings:departments.hours'), hoursText(officeHours)],
  ])}${paragraph(desk.say('deskSettings:readOnly'))}`;
}

function departmentForm(desk: DeskRequest, department: Department, refused: Refused | undefined): Page {
  const { name, address, dutyPhone, officeHours } = department;
  const act = 'department';
  const field = (key: string, label: string, value: string, required = true): Page =>
    inputField({ act, name: key, label, value, required, most: mostCharacters.public, refused });
  const label = (key: 'name' | 'address') => desk.say(`deskSettings:departments.${key}`);
  const chinese = (text: string) => desk.say('deskSettings:chinese', { field: text });
  const english = (text: string) => desk.say('deskSettings:english', { field: text });
  return section(desk.say('deskSettings:change'), [
    paragraph(desk.say('deskSettings:departments.public')),
    form(desk, departmentPage, {
      act,
      weight: 'main',
      fields: [
        hiddenField('version', String(versionNow(desk, placeOf(department)))),
        field('name', chinese(label('name')), name['zh-CN']),
        field('nameEnglish', english(label('name')), name.en, false),
        field('address', chinese(label('address')), address['zh-CN']),
        field('addressEnglish', english(label('address')), address.en, false),
        inputField({
          act,
          name: 'dutyPhone',
          label: desk.say('deskSettings:departments.phone'),
          value: dutyPhone,
          type: 'tel',
          required: true,
          refused,
        }),
        inputField({
          act,
          name: 'hours',
          label: desk.say('deskSettings:departments.hours'),
          hint: desk.say('deskSettings:departments.hoursHint'),
          value: hoursText(officeHours),
          required: true,
          refused,
        }),
        tickInput({
          act,
          name: 'everyDay',
          label: desk.say('deskSettings:departments.everyDay'),
          value: officeHours.everyDay === true ? 'yes' : '',
          refused,
        }),
        noteField(desk, act, '', refused),
      ],
      button: desk.say('deskSettings:save'),
    }),
  ]);
}

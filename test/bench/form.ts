/** The form that every contestant takes people through: what they write, and what they read. */
import type { MessageKey } from '../../src/i18n/keys.ts';
import { textOf } from '../../src/i18n/texts.ts';
import { kindGroups, kindsOfGroup, requestKinds } from '../../src/referrals/kinds.ts';

const locale = 'zh-CN';
const say = (key: string, values: Readonly<Record<string, string>> = {}) => textOf(locale, key as MessageKey, values);

const group = 'money';
const kind = 'socialInsurance';
const [question] = requestKinds[kind].questions;
if (question?.options === undefined) throw new Error('the form asks one question that has options');
const { id: questionId, options } = question;
const option = 0;

/** Help, the group, the kind, the answer to its one question, yes: five updates, and then from the start again. */
export const updates: readonly string[] = [
  '/help',
  String(kindGroups.indexOf(group) + 1),
  String(kindsOfGroup(group).indexOf(kind) + 1),
  String(option + 1),
  '1',
];

export interface Screen {
  readonly text: string;
  readonly choices: readonly { readonly number: string; readonly label: string }[];
}

const back = { number: '9', label: say('common:back') };
const human = { number: '0', label: say('common:human') };
const numbered = (labels: readonly string[]) => labels.map((label, index) => ({ number: String(index + 1), label }));
const ask = (suffix: string) => `kinds:${kind}.questions.${questionId}.${suffix}`;
const department = { department: '归宁区人社局' };

/** What the contestants other than Guitu answer to each of these: the words that Guitu says there, made beforehand. */
export const screens: readonly Screen[] = [
  {
    text: say('help:group'),
    choices: [...numbered(kindGroups.map((name) => say(`kinds:groups.${name}`))), back, human],
  },
  {
    text: say('help:kind', { group: say(`kinds:groups.${group}`) }),
    choices: [...numbered(kindsOfGroup(group).map((name) => say(`kinds:${name}.asSaid`))), back, human],
  },
  {
    text: say(ask('ask')),
    choices: [...numbered(options.map((name) => say(ask(`options.${name}`)))), back, human],
  },
  {
    text: [
      say('help:passOn', { kind: say(`kinds:${kind}.name`), ...department }),
      say('help:sharedName', { name: '陈安' }),
      say('help:sharedPhone', { phone: '0000-5550100' }),
      say('help:answer', { label: say(ask('label')), answer: say(ask(`options.${options[option]}`)) }),
      say('help:onward'),
      say('help:mayWe'),
    ].join('\n'),
    choices: [{ number: '1', label: say('help:passOnYes') }, { number: '2', label: say('help:passOnNo') }, back, human],
  },
  {
    text: say('help:receipt', { number: '123-456-789', date: '12月4日', ...department }),
    choices: [{ number: '1', label: say('help:seeIt') }, { number: '9', label: say('common:menu') }, human],
  },
];

/** The buttons under a screen, as the Bot API takes them. */
export function keyboardOf({ choices }: Screen) {
  return {
    inline_keyboard: choices.map(({ number, label }) => [{ text: `${number} ${label}`, callback_data: number }]),
  };
}

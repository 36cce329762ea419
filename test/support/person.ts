/** What a person does by the words on the screen, and what can be said of every message a person gets. */
import type { MessageKey } from '../../src/i18n/keys.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import { textOf } from '../../src/i18n/texts.ts';
import { type KindId, type RequestKind, requestKinds } from '../../src/referrals/kinds.ts';
import type { DeliveredMessage } from './fakeTelegram.ts';
import type { Phone, Town } from './town.ts';

/** A text of the bot whose gaps are filled with these. */
export function said(locale: Locale, key: MessageKey, values: Readonly<Record<string, string>> = {}): string {
  return textOf(locale, key, values);
}

const gaps = 'name station department kind words address phone number date moment reason next group'.split(' ');

/** The beginning of a text, up to its first gap. */
export function beginning(locale: Locale, key: MessageKey): string {
  return textOf(locale, key, Object.fromEntries(gaps.map((name) => [name, '\u0000']))).split('\u0000')[0] ?? '';
}

/** The labels of a message's choices, their numbers left out. */
export function labelsOf(message: DeliveredMessage): string[] {
  return message.choices.map(({ text }) => text.replace(/^\d+ /, ''));
}

/** Taps the choice with this label in the newest message that has it. */
export async function tapLabel(phone: Phone, label: string): Promise<Response> {
  for (const message of phone.messages.toReversed()) {
    const index = labelsOf(message).indexOf(label);
    if (index >= 0) return phone.tap(message, index);
  }
  throw new Error(`nothing offers “${label}”; the last message is:\n${phone.text}`);
}

/** Types the number of the choice with this label in the last message. */
export async function typeNumberOf(phone: Phone, label: string): Promise<Response> {
  const choice = phone.last.choices.find(({ text }) => text.replace(/^\d+ /, '') === label);
  if (choice === undefined) throw new Error(`the last message does not offer “${label}”:\n${phone.text}`);
  return phone.say(choice.text.split(' ')[0] ?? '');
}

/** Whether a message leaves its reader a way on: something to choose, or words that say what to send, or whom to call. */
export function hasWayOn(message: DeliveredMessage): boolean {
  return message.choices.length > 0 || /\b0\b|回 0|link|链接|\d{4}-\d{7}/.test(message.text);
}

/** From anywhere to the question “May we?” about a kind, by tapping the first option, or typing what is free text. */
export async function fillForm(phone: Phone, kind: KindId, freeText: string): Promise<void> {
  const { group, questions }: RequestKind = requestKinds[kind];
  const { locale } = phone;
  await phone.say('/menu');
  await tapLabel(phone, said(locale, 'menu:help'));
  await tapLabel(phone, said(locale, `kinds:groups.${group}`));
  await tapLabel(phone, said(locale, `kinds:${kind}.asSaid`));
  for (const { options } of questions) {
    if (options === undefined) await phone.say(freeText);
    else await phone.tap(phone.last, 0);
  }
}

/** Asks for a kind of help, up to the receipt. Gives the request's id. */
export async function ask(town: Town, phone: Phone, kind: KindId, freeText = 'ok'): Promise<string> {
  await fillForm(phone, kind, freeText);
  await tapLabel(phone, said(phone.locale, 'help:passOnYes'));
  const [newest] = await town.rows<{ id: string }>(
    "select subject_id as id from audit where action = 'referralRequested' order by audit.id desc limit 1",
  );
  if (newest === undefined) throw new Error(`nothing was requested:\n${phone.text}`);
  return newest.id;
}

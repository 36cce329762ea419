import type { InlineKeyboardMarkup } from 'grammy/types';
import { readObject } from './parameters.ts';
import { badRequest, type Payload } from './refusal.ts';

/** A button that sends `data` back when it is tapped. */
export interface Choice {
  text: string;
  data: string;
}

/** A button that opens a page. */
export interface Link {
  text: string;
  url: string;
}

/** The buttons below a message, in reading order, and the markup they came in (a tap's update repeats it). */
export interface Keyboard {
  choices: Choice[];
  links: Link[];
  markup: InlineKeyboardMarkup | undefined;
}

const buttonActions = [
  'callback_data',
  'url',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
];

function webAddress(value: unknown, protocols: string[]): string {
  const isAddress = typeof value === 'string' && URL.canParse(value) && protocols.includes(new URL(value).protocol);
  return isAddress ? value : badRequest(`inline keyboard button URL '${value}' is invalid: Unsupported URL protocol`);
}

function badButton(reason: string): never {
  return badRequest(`can't parse inline keyboard button: ${reason}`);
}

/** The text sent back by a tap. Refuses anything but 1 to 64 bytes. */
function readData(data: unknown): string {
  const bytes = typeof data === 'string' ? Buffer.byteLength(data) : 0;
  return typeof data === 'string' && bytes >= 1 && bytes <= 64 ? data : badRequest('BUTTON_DATA_INVALID');
}

function addButton(button: Payload, keyboard: Keyboard): void {
  const text = typeof button.text === 'string' ? button.text : '';
  if (text.trim() === '') badButton('Field "text" must be a non-empty String');
  const [action, ...others] = buttonActions.filter((key) => button[key] !== undefined);
  if (action === undefined) badButton('Text buttons are unallowed in the inline keyboard');
  if (others.length > 0) badButton(`More than one action: ${[action, ...others].join(', ')}`);
  if (action === 'callback_data') {
    keyboard.choices.push({ text, data: readData(button.callback_data) });
  } else if (action === 'url') {
    keyboard.links.push({ text, url: webAddress(button.url, ['http:', 'https:']) });
  } else if (action === 'web_app') {
    keyboard.links.push({ text, url: webAddress(readObject(button, 'web_app')?.url, ['https:']) });
  }
}

function rowsOf(markup: Payload, key: 'inline_keyboard' | 'keyboard'): unknown[][] {
  const rows = markup[key];
  const isTable = (value: unknown): value is unknown[][] => Array.isArray(value) && value.every(Array.isArray);
  return isTable(rows)
    ? rows
    : badRequest(`can't parse reply keyboard markup: Field "${key}" must be an Array of Array`);
}

/** Refuses a keyboard that stands in for the reader's own; its buttons send their text, so they are no choices. */
function checkReplyKeyboard(markup: Payload): void {
  for (const button of rowsOf(markup, 'keyboard').flat()) {
    const text = typeof button === 'object' && button !== null && 'text' in button ? button.text : button;
    if (typeof text !== 'string' || text === '')
      badRequest('can\'t parse keyboard button: Field "text" must be a String');
  }
}

/**
 * The inline keyboard in `reply_markup`; empty when absent.
 * Refuses every shape Telegram does not know, and with `inlineOnly` (edits) every other kind of keyboard.
 */
export function readKeyboard(payload: Payload, { inlineOnly = false } = {}): Keyboard {
  const keyboard: Keyboard = { choices: [], links: [], markup: undefined };
  const markup = readObject(payload, 'reply_markup');
  if (markup === undefined) return keyboard;
  if (markup.inline_keyboard !== undefined) {
    const buttons = rowsOf(markup, 'inline_keyboard').flat();
    if (buttons.length > 100) badRequest('reply markup is too long');
    for (const button of buttons) addButton(readObject({ button }, 'button') ?? {}, keyboard);
    if (buttons.length > 0) keyboard.markup = markup as unknown as InlineKeyboardMarkup;
  } else if (inlineOnly) {
    badRequest('inline keyboard expected');
  } else if (markup.keyboard !== undefined) {
    checkReplyKeyboard(markup);
  } else if (markup.remove_keyboard !== true && markup.force_reply !== true) {
    badRequest('object expected as reply markup');
  }
  return keyboard;
}

/** The way in to the desk, as it is gone: a link from the chat, a browser, two digits typed back. */
import { DeskBrowser } from './deskBrowser.ts';
import type { Phone, Town } from './town.ts';

/** The path of the link in what the bot said. */
export function linkIn(text: string): string {
  const found = /\/desk\/in\/[A-Za-z0-9_-]{22}/.exec(text)?.[0];
  if (found === undefined) throw new Error(`no link to the desk in:\n${text}`);
  return found;
}

/** The link of a fresh /desk in a Telegram chat. */
export async function askLink(phone: Phone): Promise<string> {
  await phone.say('/desk');
  return linkIn(phone.messages.at(-1)?.text ?? '');
}

/** A browser that has bound the link and shows its number. */
export async function bound(town: Town, link: string, browser = new DeskBrowser(town.program)): Promise<DeskBrowser> {
  await browser.open(link);
  await browser.send('enter');
  await town.settle();
  return browser;
}

/** The two digits that the page shows. */
export function numberOn(browser: DeskBrowser): string {
  const number = browser.page.querySelector('.digits')?.structuredText ?? '';
  if (!/^\d\d$/.test(number)) throw new Error(`no number on ${browser.path}:\n${browser.text}`);
  return number;
}

export function wrongNumber(browser: DeskBrowser): string {
  return numberOn(browser) === '55' ? '56' : '55';
}

/** All the way in. */
export async function enterDesk(town: Town, phone: Phone): Promise<DeskBrowser> {
  const browser = await bound(town, await askLink(phone));
  await phone.say(numberOn(browser));
  return browser.open('/desk/in');
}

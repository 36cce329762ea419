import catalogue from './catalogue.ts';
import type { Locale } from './locale.ts';
import { textOf } from './texts.ts';

/** `firefox windows` in words: what is not in our list, or does not tell, is said to be unknown. */
export function browserText(browser: string, locale: Locale): string {
  const [name = '', system = ''] = browser.split(' ');
  const { browsers, systems } = catalogue['zh-CN'].deskLogin;
  return textOf(locale, 'deskLogin:browserOn', {
    browser: textOf(locale, `deskLogin:browsers.${Object.hasOwn(browsers, name) ? name : 'unknown'}`),
    system: textOf(locale, `deskLogin:systems.${Object.hasOwn(systems, system) ? system : 'unknown'}`),
  });
}

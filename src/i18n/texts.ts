import i18next, { type i18n } from 'i18next';
import catalogue from './catalogue.ts';
import { type Locale, locales } from './locale.ts';

const texts: i18n = i18next.createInstance();
texts.init({
  resources: catalogue,
  supportedLngs: [...locales],
  fallbackLng: false,
  initAsync: false,
  interpolation: { escapeValue: false, skipOnVariables: true },
  returnNull: false,
  saveMissing: true,
  missingKeyHandler: (_languages, namespace, key) => {
    throw new Error(`no text for ${namespace}:${key}`);
  },
  missingInterpolationHandler: (text, value) => {
    throw new Error(`no value for ${value[0]} in: ${text}`);
  },
});

/** A text in a language, its gaps filled with what is given. Throws when the text or a value is missing. */
export function textOf(locale: Locale, key: string, values: Readonly<Record<string, string>> = {}): string {
  return texts.getFixedT(locale)(key as never, values);
}

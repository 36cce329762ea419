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

const speak = (locale: Locale) => ({ translate: texts.getFixedT(locale), plain: new Map<string, string>() });
/** By language: how it is said, and the texts without a gap that were said before; most labels are such. */
const spoken: Readonly<Record<Locale, ReturnType<typeof speak>>> = { 'zh-CN': speak('zh-CN'), en: speak('en') };

/** A text in a language, its gaps filled with what is given. Throws when the text or a value is missing. */
export function textOf(locale: Locale, key: string, values: Readonly<Record<string, string>> = {}): string {
  const { translate, plain } = spoken[locale];
  const isPlain = Object.keys(values).length === 0;
  const known = isPlain ? plain.get(key) : undefined;
  if (known !== undefined) return known;
  const text = translate(key as never, values);
  if (isPlain) plain.set(key, text);
  return text;
}

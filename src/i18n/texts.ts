import i18next, { type i18n } from 'i18next';
import catalogue from './catalogue.ts';
import { type Locale, locales } from './locale.ts';

const texts: i18n = i18next.createInstance();
texts.init({
  resources: catalogue,
  supportedLngs: [...locales],
  fallbackLng: false,
  initAsync: false,
  returnNull: false,
  saveMissing: true,
  missingKeyHandler: (_languages, namespace, key) => {
    throw new Error(`no text for ${namespace}:${key}`);
  },
});

const speak = (locale: Locale) => ({ translate: texts.getFixedT(locale), known: new Map<string, string>() });
/** By language: how it is looked up, and the texts that were before, their gaps still open. */
const spoken: Readonly<Record<Locale, ReturnType<typeof speak>>> = { 'zh-CN': speak('zh-CN'), en: speak('en') };

/** A text in a language, its gaps filled with what is given. Throws when the text or a value is missing. */
export function textOf(locale: Locale, key: string, values: Readonly<Record<string, string>> = {}): string {
  const text = templateOf(locale, key);
  return text.includes('{{') ? fill(text, values) : text;
}

function templateOf(locale: Locale, key: string): string {
  const { translate, known } = spoken[locale];
  const found = known.get(key);
  if (found !== undefined) return found;
  const text: string = translate(key as never, { skipInterpolation: true });
  known.set(key, text);
  return text;
}

/** Our gaps hold a name and no more; i18next's own way of filling them takes ten times as long, several times a turn. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (gap, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${gap} in: ${text}`);
    return value;
  });
}

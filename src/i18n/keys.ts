import type catalogue from './catalogue.ts';

type Chinese = (typeof catalogue)['zh-CN'];

type Paths<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string
    ? Key
    : Texts[Key] extends readonly unknown[]
      ? never
      : `${Key}.${Paths<Texts[Key]>}`;
}[keyof Texts & string];

type Namespaces = Omit<Chinese, 'keywords' | 'card' | 'copy' | 'page' | 'problem' | 'street' | 'telegram'>;

/** Every text the bot may say, as `file:path.in.file` of `locales/<language>/`. */
export type MessageKey = {
  [Name in keyof Namespaces & string]: `${Name}:${Paths<Namespaces[Name]>}`;
}[keyof Namespaces & string];

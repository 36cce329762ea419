import type { MessageKey } from '../i18n/keys.ts';

/** The rules of the clock that say something: each has an answer to "why did I get this". */
export type RuleName = MessageKey extends infer Key ? (Key extends `why:${infer Name}` ? Name : never) : never;

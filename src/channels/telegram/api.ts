import { Api } from 'grammy';
import { jsonFetch } from './http.ts';

/** Telegram answers in well under that; who says nothing for longer is given up. */
export const patienceSeconds = 15;

interface ApiOptions {
  readonly token: string;
  readonly apiRoot: string;
  readonly timeoutSeconds?: number | undefined;
}

/** grammY's client, for what is asked now and then: the bot's name, the webhook, polling. */
export function telegramApi({ token, apiRoot, timeoutSeconds = patienceSeconds }: ApiOptions): Api {
  return new Api(token, { apiRoot, timeoutSeconds, fetch: jsonFetch });
}

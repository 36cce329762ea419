import { Api } from 'grammy';
import { type Config, linkBase } from '../config.ts';
import type { Links } from '../deps.ts';

const patienceSeconds = 5;

/** How joining links begin. Telegram is asked for the bot's name; where it cannot be reached, its links are left out. */
export async function readLinks(config: Config): Promise<Links> {
  const web = linkBase(config);
  if (config.telegram === undefined) return { web };
  const { token, apiRoot } = config.telegram;
  try {
    const me = await new Api(token, { apiRoot, timeoutSeconds: patienceSeconds }).getMe();
    return { web, telegramBot: me.username };
  } catch {
    return { web };
  }
}

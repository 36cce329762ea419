/** `npm run telegram:webhook` tells Telegram where to bring updates, and what the bot says of itself in each language. */
import { Api, GrammyError, HttpError } from 'grammy';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { type Locale, locales } from '../i18n/locale.ts';
import { textOf } from '../i18n/texts.ts';
import { PlainError } from '../plainError.ts';
import { withEntry } from './entry.ts';

const commands = ['menu', 'help', 'cancel'];
const patienceSeconds = 20;

await withEntry(async () => {
  const config = readConfig(process.env);
  const { api, url, secret } = readTelegram(config);
  try {
    await api.setWebhook(url, {
      secret_token: secret,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
    // Chinese is also for devices in a language that the bot does not speak.
    await describe(api, 'zh-CN', undefined);
    for (const locale of locales) await describe(api, locale, locale === 'zh-CN' ? 'zh' : 'en');
  } catch (error) {
    throw explained(error);
  }
  process.stdout.write('Telegram brings updates to PUBLIC_URL/channels/telegram from now on.\n');
});

function readTelegram({ telegram, publicUrl }: Config): { api: Api; url: string; secret: string } {
  if (telegram === undefined) throw new ConfigError('TELEGRAM_BOT_TOKEN', 'required to set the webhook');
  if (publicUrl === undefined) throw new ConfigError('PUBLIC_URL', 'required to set the webhook');
  if (telegram.webhookSecret === undefined)
    throw new ConfigError('TELEGRAM_WEBHOOK_SECRET', 'required to set the webhook');
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot, timeoutSeconds: patienceSeconds });
  return { api, url: `${publicUrl}/channels/telegram`, secret: telegram.webhookSecret };
}

/** Nothing here may tell whoever looks over a shoulder what the bot is for. */
async function describe(api: Api, locale: Locale, language: 'zh' | 'en' | undefined): Promise<void> {
  const options = language === undefined ? {} : { language_code: language };
  const described = commands.map((command) => ({ command, description: textOf(locale, `telegram:${command}`) }));
  await api.setMyCommands(described, options);
  await api.setMyDescription(textOf(locale, 'telegram:description'), options);
  await api.setMyShortDescription(textOf(locale, 'telegram:shortDescription'), options);
}

/** Telegram's own words hold no secret; the cause of a failed connection may hold the token. */
function explained(error: unknown): unknown {
  if (error instanceof GrammyError) return new PlainError(`Telegram refused ${error.method}: ${error.description}`);
  if (error instanceof HttpError) return new PlainError('TELEGRAM_API_ROOT: Telegram cannot be reached');
  return error;
}

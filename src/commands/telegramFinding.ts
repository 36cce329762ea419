import { GrammyError } from 'grammy';
import type { WebhookInfo } from 'grammy/types';
import { telegramApi } from '../channels/telegram/api.ts';
import { allowedUpdates } from '../channels/telegram/polling.ts';
import type { Config } from '../config.ts';
import type { Finding } from '../health/findings.ts';

/** What Telegram itself noted against the webhook longer ago than this is over. */
const recentSeconds = 15 * 60;
const mostPending = 100;
const setAgain = 'npm run telegram:webhook';

/** Whether Telegram knows the bot, and brings its updates where this program takes them. */
export async function lookAtTelegram(config: Config, tell: (finding: Finding) => void): Promise<void> {
  if (config.telegram === undefined) {
    tell({ what: 'telegram', says: 'not used' });
    return;
  }
  try {
    const info = await telegramApi(config.telegram).getWebhookInfo();
    tell(webhookFinding(info, config.publicUrl, Date.now() / 1000));
  } catch (error) {
    const refused = error instanceof GrammyError && error.error_code === 401;
    tell({
      what: 'telegram',
      says: refused ? 'the token was refused' : 'cannot be asked',
      todo: refused
        ? 'take TELEGRAM_BOT_TOKEN from BotFather again'
        : 'see that TELEGRAM_API_ROOT can be reached from here',
    });
  }
}

/** `now`: in seconds, as Telegram counts. */
export function webhookFinding(info: WebhookInfo, publicUrl: string | undefined, now: number): Finding {
  const what = 'webhook';
  const pending = `${info.pending_update_count} updates wait`;
  if (publicUrl === undefined) return { what: 'telegram', says: `answers; the service polls; ${pending}` };
  if (info.url !== `${publicUrl}/channels/telegram`)
    return { what, says: info.url === '' ? 'none is set' : 'another address than PUBLIC_URL is set', todo: setAgain };
  const missing = allowedUpdates.filter((kind) => info.allowed_updates?.includes(kind) === false);
  if (missing.length > 0) return { what, says: `it does not bring ${missing.join(', ')}`, todo: setAgain };
  const failedAt = info.last_error_date ?? 0;
  if (now - failedAt < recentSeconds) {
    const says = `Telegram could not deliver: ${info.last_error_message ?? 'no reason given'}; ${pending}`;
    return {
      what,
      says,
      todo: 'see that PUBLIC_URL reaches the service, and that TELEGRAM_WEBHOOK_SECRET is the one it was set with',
    };
  }
  if (info.pending_update_count > mostPending) return { what, says: pending, todo: 'see that the service keeps up' };
  return { what, says: `set; ${pending}` };
}

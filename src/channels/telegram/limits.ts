import { createLimiter, type Limiter } from '../limiter.ts';
import type { SendLimits } from './send.ts';

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this, kept a little below. */
const overall = { perSecond: 28, burst: 28 };
const perChat = { perSecond: 0.95, burst: 3 };
const rememberedChats = 5_000;

/** This process's share of Telegram's limits. Chats are forgotten oldest first, long after their bucket is full again. */
export function telegramLimits(): SendLimits {
  const everybody = createLimiter(overall);
  const chats = new Map<string, Limiter>();
  return {
    async take(externalId) {
      const limiter = chats.get(externalId) ?? createLimiter(perChat);
      chats.delete(externalId);
      chats.set(externalId, limiter);
      if (chats.size > rememberedChats) chats.delete(chats.keys().next().value ?? '');
      await limiter.take();
      await everybody.take();
    },
  };
}

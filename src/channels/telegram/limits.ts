import type { Pace } from '../channel.ts';

/**
 * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: 30 messages a second in all and one a
 * second in a chat. As little below that as keeps a late arrival from being one too many.
 */
export const telegramPace: Pace = { messageEvery: 1000 / 29.7, chatEvery: 1005 };

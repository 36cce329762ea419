import { tooManyRequests } from './refusal.ts';

/** `deep` tokens at most, `perSecond` new ones a second; times in milliseconds. */
class TokenBucket {
  private readonly deep: number;
  private readonly perSecond: number;
  private tokens: number;
  private filledAt: number;

  constructor(deep: number, perSecond: number, now: number) {
    this.deep = deep;
    this.perSecond = perSecond;
    this.tokens = deep;
    this.filledAt = now;
  }

  /** Whole seconds until there is a token; 0 when there is one. */
  secondsToWait(now: number): number {
    this.tokens = Math.min(this.deep, this.tokens + ((now - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = now;
    return this.tokens >= 1 ? 0 : Math.ceil((1 - this.tokens) / this.perSecond);
  }

  take(): void {
    this.tokens -= 1;
  }
}

/** Telegram's limits on sending: 30 messages a second overall and one a second in a chat, with short bursts allowed. */
export class FloodLimits {
  private readonly now: () => number;
  private readonly overall: TokenBucket;
  private readonly chats = new Map<number, TokenBucket>();

  constructor(now: () => number) {
    this.now = now;
    this.overall = new TokenBucket(30, 30, now());
  }

  /** Counts one message to `chatId`. Refuses it with 429 when a bucket is empty, and then takes from neither. */
  count(chatId: number): void {
    const now = this.now();
    const chat = this.chats.get(chatId) ?? new TokenBucket(3, 1, now);
    this.chats.set(chatId, chat);
    const seconds = Math.max(this.overall.secondsToWait(now), chat.secondsToWait(now));
    if (seconds > 0) throw tooManyRequests(seconds);
    this.overall.take();
    chat.take();
  }
}

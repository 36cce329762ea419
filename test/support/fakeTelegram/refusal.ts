/** A call's parameters as they arrived: JSON values, or text when they came by form or query string. */
export type Payload = Readonly<Record<string, unknown>>;

/** What the Bot API answers, as its HTTP body; the HTTP status is `error_code` or 200. */
export type Answer =
  | { ok: true; result: unknown }
  | { ok: false; error_code: number; description: string; parameters?: { retry_after: number } };

/** A call the Bot API refuses, with the code and the words it uses. */
export class Refusal extends Error {
  readonly code: number;
  readonly retryAfter: number | undefined;

  /** `retryAfter`: seconds, with code 429 only. */
  constructor(code: number, description: string, retryAfter?: number) {
    super(description);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  get answer(): Answer {
    const refused = { ok: false, error_code: this.code, description: this.message } as const;
    return this.retryAfter === undefined ? refused : { ...refused, parameters: { retry_after: this.retryAfter } };
  }
}

/** Throws the Refusal "Bad Request: <reason>", code 400. */
export function badRequest(reason: string): never {
  throw new Refusal(400, `Bad Request: ${reason}`);
}

/** The Refusal for too many calls; wait `seconds`, a whole number. */
export function tooManyRequests(seconds: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${seconds}`, seconds);
}

/** The Refusal for a chat whose owner has blocked the bot. */
export function blockedByUser(): Refusal {
  return new Refusal(403, 'Forbidden: bot was blocked by the user');
}

/**
 * What goes wrong: an answer of that status and no effect; `timeout`: never an answer, no effect; `reset`: the
 * connection breaks, no effect; `truncated`: the call takes effect, its answer breaks off half-way;
 * `acceptedButLost`: the call takes effect, the connection breaks before the answer.
 */
export type Fault = 429 | 403 | 500 | 'timeout' | 'reset' | 'truncated' | 'acceptedButLost';

/** The next `times` (1) calls of `method` (any) to `chat` (any) fail. `retryAfter`: seconds (1), with 429. */
export interface FaultOrder {
  fault: Fault;
  method?: string;
  chat?: number;
  times?: number;
  retryAfter?: number;
}

/** The faults ordered and not yet used up; the oldest that fits a call strikes. */
export class Faults {
  private readonly orders: Array<FaultOrder & { left: number }> = [];

  add(order: FaultOrder): void {
    this.orders.push({ ...order, left: order.times ?? 1 });
  }

  /** Uses up and returns the fault for a call; undefined when it shall succeed. */
  take(method: string, chat: number): FaultOrder | undefined {
    const order = this.orders.find(
      (candidate) =>
        candidate.left > 0 &&
        (candidate.method === undefined || candidate.method === method) &&
        (candidate.chat === undefined || candidate.chat === chat),
    );
    if (order !== undefined) order.left -= 1;
    return order;
  }
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDispatcher } from '../../src/delivery/dispatcher.ts';
import { everyMinute } from '../../src/schedule/minute.ts';

const minute = 60_000;
const day = 86_400_000;

/** A machine's clock may be a day off, and is then set right while the program runs: nothing of it goes by that clock. */
describe.each([
  ['back', -day],
  ['on', day],
])('when the machine’s clock is set %s by a day', (_, change) => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('the clock’s minute goes on', async () => {
    let times = 0;
    const stop = everyMinute(async () => {
      times += 1;
    });
    await vi.advanceTimersByTimeAsync(minute);
    vi.setSystemTime(Date.now() + change);
    await vi.advanceTimersByTimeAsync(3 * minute);
    await stop();
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(times).toBe(4);
  });

  it('what the dead had in hand is taken up as before', async () => {
    const asked: string[] = [];
    const query = async (statement: string) => {
      asked.push(statement);
      return [];
    };
    const dispatcher = startDispatcher({ database: { query }, clock: () => null, pacers: {} } as never, {
      poll: false,
    });
    const recoveries = async () => {
      dispatcher.wake();
      await dispatcher.idle();
      return asked.filter((statement) => statement.includes('recover_mail')).length;
    };
    expect(await recoveries()).toBe(1);
    vi.setSystemTime(Date.now() + change);
    expect(await recoveries()).toBe(1);
    vi.advanceTimersByTime(11_000);
    expect(await recoveries()).toBe(2);
    await dispatcher.stop();
  });
});

describe('the clock’s minute', () => {
  it('waits for work that takes longer, and so does whoever stops it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const done: (() => void)[] = [];
    const stop = everyMinute(() => new Promise((resolve) => done.push(resolve)));
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(done).toHaveLength(1);
    let stopped = false;
    const stopping = stop().then(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(minute);
    expect(stopped).toBe(false);
    done[0]?.();
    await stopping;
    expect(done).toHaveLength(1);
    vi.useRealTimers();
  });
});

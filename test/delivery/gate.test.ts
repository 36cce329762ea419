import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gate } from '../../src/delivery/gate.ts';

describe('a gate', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function crowd(gate: Gate, count: number) {
    const begun: number[] = [];
    const works = Array.from({ length: count }, () => Promise.withResolvers<void>());
    const ends = works.map(({ promise }, number) =>
      gate.through(() => {
        begun.push(number);
        return promise;
      }),
    );
    return { begun, ends, works };
  }

  it('lets through so many at once, and the others in their order', async () => {
    const { begun, ends, works } = crowd(new Gate(2), 5);
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([0, 1]);
    works[1]?.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([0, 1, 2]);
    for (const { resolve } of works) resolve();
    await Promise.all(ends);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets through the next when one fails', async () => {
    const { begun, ends, works } = crowd(new Gate(1), 2);
    const failure = expect(ends[0]).rejects.toThrow('broken off');
    works[0]?.reject(new Error('broken off'));
    await failure;
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([0, 1]);
    works[1]?.resolve();
    await ends[1];
  });

  it('holds up nobody for long behind those who hang', async () => {
    const { begun, ends, works } = crowd(new Gate(1), 3);
    await vi.advanceTimersByTimeAsync(999);
    expect(begun).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toEqual([0, 1, 2]);
    for (const { resolve } of works) resolve();
    await Promise.all(ends);
  });
});

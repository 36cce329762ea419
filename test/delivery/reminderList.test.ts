import { describe, expect, it } from 'vitest';
import type { Outgoing, SendResult } from '../../src/channels/channel.ts';
import { type Delivery, sendInOrder } from '../../src/delivery/dispatch.ts';
import { createMeter } from '../../src/health/meter.ts';
import type { Mail } from '../../src/mail/mail.ts';
import { openVault } from '../../src/secrets/vault.ts';

const nothing = () => undefined;
const directory = { departments: new Map(), areas: new Map() };

/** Sends these as one chat's mail; `answers` are what the channel answers in turn, then that it has sent. */
async function send(mails: readonly Mail[], ...answers: readonly SendResult[]) {
  const said: Outgoing[] = [];
  const results = [...answers];
  const deps = {
    pacers: {},
    senders: {
      telegram: async (message: Outgoing): Promise<SendResult> => {
        said.push(message);
        return results.shift() ?? { result: 'sent', channelMessageId: String(said.length) };
      },
    },
    vault: await openVault(new Uint8Array(32).fill(7)),
    log: { info: nothing, warn: nothing, error: nothing },
    meter: createMeter(),
  } as unknown as Delivery;
  const settled = await sendInOrder(deps, mails, {
    references: {
      directory: directory as never,
      today: '2026-09-21',
      names: new Map(),
      phones: new Map(),
      words: new Map(),
      stayings: new Map(),
      notes: new Map(),
      answers: new Map(),
    },
    lines: new Map(mails.map(({ id, lines }) => [id, lines])),
    labels: new Map(),
  });
  return { said, settled: settled.map(({ id, state, error }) => [id, state, error ?? null]) };
}

function mail(id: string, change: Partial<Mail> = {}): Mail {
  return {
    id,
    identityId: 'chat',
    channel: 'telegram',
    externalId: '1',
    locale: 'en',
    accountId: null,
    key: null,
    lines: [{ key: 'queue:reminder', parameters: { kind: { kind: 'training' }, number: { number: id } } }],
    choices: [
      {
        number: '1',
        label: { key: 'queue:open' },
        action: { do: 'open', referral: 'a0000000-0000-4000-8000-000000000000' },
      },
    ],
    attempts: 0,
    urgent: false,
    rule: 'departmentReminder',
    permitted: true,
    folded: false,
    station: null,
    now: '2026-09-21T02:00:00.000Z',
    ...change,
  };
}

const choices = (message: Outgoing | undefined) => message?.choices.map(({ number, token }) => [number, token]);

describe('reminders that follow each other', () => {
  it('are one message in the name of the last, each with its own number and choice', async () => {
    const { said, settled } = await send([mail('aa'), mail('bb', { choices: [] }), mail('cc')]);
    expect(said).toHaveLength(1);
    expect(said[0]?.text.split('\n').map((text) => text.slice(0, 12))).toEqual([
      '3 reminders ',
      '1. Reminder:',
      '2. Reminder:',
      '3. Reminder:',
    ]);
    expect(choices(said[0])).toEqual([
      ['1', 'cc.0'],
      ['3', 'cc.1'],
    ]);
    expect(settled).toEqual([
      ['aa', 'dropped', 'inList'],
      ['bb', 'dropped', 'inList'],
      ['cc', 'sent', null],
    ]);
  });

  it('leave out 9, which is the way back', async () => {
    const { said } = await send(Array.from({ length: 10 }, (_, index) => mail(`m${index}`)));
    expect(choices(said[0])?.map(([number]) => number)).toEqual('1 2 3 4 5 6 7 8 10 11'.split(' '));
  });

  it('stay as many when the channel is away, and the first holds up the others', async () => {
    const { said, settled } = await send([mail('aa'), mail('bb')], { result: 'retry', error: '500' });
    expect(said).toHaveLength(1);
    expect(settled).toEqual([['aa', 'waiting', '500']]);
  });

  it('go one by one when the list is refused', async () => {
    const { said, settled } = await send([mail('aa'), mail('bb'), mail('cc')], { result: 'refused', error: '400' });
    expect(said).toHaveLength(4);
    expect(settled.map(([id, state]) => [id, state])).toEqual([
      ['aa', 'sent'],
      ['bb', 'sent'],
      ['cc', 'sent'],
    ]);
  });

  it.each([
    ['words that somebody has for the reader', { rule: null }],
    ['a list of the morning', { rule: 'morningList' }],
    ['a question with several answers', { choices: [...mail('x').choices, ...mail('y').choices] }],
    ['what the reader may not be told any more', { permitted: false }],
    ['what arrives as a notice', { folded: true }],
  ] as const)('are not mixed with %s', async (_, change) => {
    const { said } = await send([mail('aa'), mail('bb', change), mail('cc'), mail('dd')]);
    expect(said.at(-1)?.text).toMatch(/^2 reminders/);
    expect(said).toHaveLength('permitted' in change ? 2 : 3);
  });
});

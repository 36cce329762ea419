import { type ChannelName, channelNames, type Outgoing, type Send } from '../channels/channel.ts';
import { openPool } from '../channels/telegram/http.ts';
import { telegramPace } from '../channels/telegram/limits.ts';
import { createTelegramSend } from '../channels/telegram/send.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../db/open.ts';
import { type Dispatcher, startDispatcher } from '../delivery/dispatcher.ts';
import { createPacer } from '../delivery/pacer.ts';
import type { Deps } from '../deps.ts';
import { createMeter } from '../health/meter.ts';
import { openLog } from '../log.ts';
import { ChatMemory, type TurnDeps } from '../turn/chatMemory.ts';
import { ChatQueue } from '../turn/chatQueue.ts';
import { createTurnWriter } from '../turn/turnWriter.ts';
import { readLinks } from './links.ts';

const patienceSeconds = 15;

interface Options {
  readonly clock?: () => Date | null;
  /** Called for each message that a channel took. */
  readonly onSent?: (channel: ChannelName, message: Outgoing) => void;
}

export interface CommandDeps {
  readonly deps: TurnDeps;
  /** Sends what this command's turns leave; it does not look by itself. */
  readonly dispatcher: Dispatcher;
  close(): Promise<void>;
}

/** What a command needs to take turns and send as the server does, beside a running one or alone. */
export async function openCommandDeps(
  config: Config,
  { clock = () => null, onSent }: Options = {},
): Promise<CommandDeps> {
  const links = await readLinks(config);
  const { database, vault, close } = await openDatabase(config, { forServer: false });
  const senders = sendersFor(config, onSent);
  // What a command says is for who runs it; a line for each turn is the server's.
  const log = { ...openLog(config.logLevel), info: () => {} };
  const memory = new ChatMemory();
  const spoken = memory.forget.bind(memory);
  const pacers = config.telegram === undefined ? {} : { telegram: createPacer({ database }, 'telegram', telegramPace) };
  const base = { database, vault, clock, senders, pacers, links, log, meter: createMeter(), settled: () => {}, spoken };
  const dispatcher = startDispatcher(base, { poll: false });
  const { wake, hand } = dispatcher;
  return {
    deps: {
      ...base,
      wake,
      hand,
      writer: createTurnWriter({ database, hand, clock }),
      queue: new ChatQueue(),
      background: () => {},
      memory,
    },
    dispatcher,
    async close() {
      await dispatcher.stop();
      await close();
    },
  };
}

function sendersFor({ telegram }: Config, onSent: Options['onSent']): Deps['senders'] {
  const senders: Partial<Record<ChannelName, Send>> = { web: async () => ({ result: 'sent', channelMessageId: null }) };
  if (telegram !== undefined) {
    const { token, apiRoot } = telegram;
    senders.telegram = createTelegramSend({ token, apiRoot, timeoutSeconds: patienceSeconds, openPost: openPool });
  }
  const watched = channelNames.map((channel) => [channel, watch(channel, senders[channel], onSent)] as const);
  return Object.fromEntries(watched.filter(([, send]) => send !== undefined));
}

function watch(channel: ChannelName, send: Send | undefined, onSent: Options['onSent']): Send | undefined {
  if (send === undefined) return undefined;
  return async (message) => {
    const result = await send(message);
    if (result.result === 'sent') onSent?.(channel, message);
    return result;
  };
}

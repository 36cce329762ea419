/** What takes turns and sends what they say, over whichever database, clock and channels it is given. It knows no runtime. */
import type { ChannelName, Pace, Receive, Send } from './channels/channel.ts';
import type { WebCopies, WebStore } from './channels/web/store.ts';
import { Watchers } from './channels/web/watch.ts';
import type { Database } from './db/database.ts';
import { type Dispatcher, startDispatcher } from './delivery/dispatcher.ts';
import { createPacer } from './delivery/pacer.ts';
import { createWebStore } from './delivery/webStore.ts';
import type { Deps, Links, Log, Meter } from './deps.ts';
import type { Vault } from './secrets/vault.ts';
import { ChatMemory, type TurnDeps } from './turn/chatMemory.ts';
import { ChatQueue } from './turn/chatQueue.ts';
import { createCopies } from './turn/copy/copies.ts';
import { takeTurn } from './turn/takeTurn.ts';
import { createTurnWriter } from './turn/turnWriter.ts';

export interface EngineOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly links: Links;
  readonly log: Log;
  readonly meter: Meter;
  readonly clock: () => Date | null;
  readonly telegram: { readonly send: Send; readonly pace: Pace | undefined } | undefined;
  /** Whether the dispatcher also looks by itself once a second. */
  readonly poll: boolean;
  /** Where engines follow one another in a process, what one remembers of chats is there for the next. */
  readonly memory?: ChatMemory;
}

export interface Engine {
  readonly deps: TurnDeps;
  readonly dispatcher: Dispatcher;
  readonly receive: Receive;
  readonly store: WebStore;
  readonly copies: WebCopies;
  readonly watchers: Watchers;
  /** Resolves when no work goes on in the background. */
  settled(): Promise<void>;
}

export function startEngine(options: EngineOptions): Engine {
  const { database, vault, links, log, meter, clock, telegram, poll, memory = new ChatMemory() } = options;
  const watchers = new Watchers();
  const web: Send = async () => ({ result: 'sent', channelMessageId: null });
  const senders: Partial<Record<ChannelName, Send>> = { web };
  if (telegram !== undefined) senders.telegram = telegram.send;
  const pace = telegram?.pace;
  const pacers = pace === undefined ? {} : { telegram: createPacer({ database }, 'telegram', pace) };
  const settled: Deps['settled'] = (chats) => {
    for (const chat of chats) if (chat.channel === 'web') watchers.notify(chat.externalId);
  };
  const spoken: Deps['spoken'] = (chat) => memory.forget(chat);
  const base = { database, vault, clock, senders, pacers, links, log, meter, settled, spoken };
  const dispatcher = startDispatcher(base, { poll });
  const { wake, hand } = dispatcher;
  const writer = createTurnWriter({ database, hand, clock });
  const underWay = new Set<Promise<unknown>>();
  const background: TurnDeps['background'] = (work) => {
    const followed = work.catch(() => undefined).finally(() => underWay.delete(followed));
    underWay.add(followed);
  };
  const deps: TurnDeps = { ...base, wake, hand, writer, memory, queue: new ChatQueue(), background };
  return {
    deps,
    dispatcher,
    receive: (inbound) => takeTurn(deps, inbound),
    store: createWebStore({ database, vault, clock }),
    copies: createCopies({ database, vault, clock }),
    watchers,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

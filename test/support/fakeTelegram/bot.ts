import type { Update, UserFromGetMe } from 'grammy/types';
import { FakeChat } from './chat.ts';
import { FloodLimits } from './flood.ts';
import { badRequest } from './refusal.ts';
import { UpdateQueue } from './updateQueue.ts';

/** A webhook the bot has set. */
export interface Webhook {
  url: string;
  secretToken: string | undefined;
  maxConnections: number;
}

/** What the bot has set about itself for one scope and language ('' for every language). */
export interface BotTexts {
  commands: Array<{ command: string; description: string }>;
  description: string;
  shortDescription: string;
}

/** A tap on a button; the bot may answer it once, within `callbackLifetime`. */
export interface CallbackQuery {
  id: string;
  chatId: number;
  askedAt: number;
  answer?: { text: string; showAlert: boolean };
}

/** How long a tap can be answered, in milliseconds; after that its reader's wheel has stopped turning. */
export const callbackLifetime = 15_000;

/** All that Telegram knows about the bot and its chats. */
export class FakeBot {
  readonly me: UserFromGetMe;
  readonly now: () => number;
  readonly allowLoopbackWebhook: boolean;
  readonly chats = new Map<number, FakeChat>();
  readonly callbackQueries = new Map<string, CallbackQuery>();
  readonly updates = new UpdateQueue();
  /** By language code, '' for every language; the command scope is checked and not kept. */
  readonly texts = new Map<string, BotTexts>();
  webhook: Webhook | undefined;
  private readonly floodLimits: FloodLimits | undefined;
  private lastUpdateId = 1000;

  /** `now`: milliseconds since 1970. */
  constructor(options: { token: string; floodLimits: boolean; allowLoopbackWebhook: boolean; now: () => number }) {
    this.now = options.now;
    this.allowLoopbackWebhook = options.allowLoopbackWebhook;
    this.floodLimits = options.floodLimits ? new FloodLimits(options.now) : undefined;
    this.me = {
      id: Number.parseInt(options.token, 10) || 1,
      is_bot: true,
      first_name: 'Fake bot',
      username: 'fake_bot',
      can_join_groups: false,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
      has_topics_enabled: false,
      allows_users_to_create_topics: false,
      can_manage_bots: false,
      supports_join_request_queries: false,
    };
  }

  /** The chat `id`, made known to the bot when it is new. */
  chat(id: number): FakeChat {
    const chat = this.chats.get(id) ?? new FakeChat(id);
    this.chats.set(id, chat);
    return chat;
  }

  /** Counts one message to `chatId` against the flood limits. Refuses it with 429 when there are too many. */
  countMessage(chatId: number): void {
    this.floodLimits?.count(chatId);
  }

  /** The bot's own texts in a language; made when new. Refuses what is no two-letter code. */
  textsIn(languageCode: string): BotTexts {
    if (!/^([a-z]{2})?$/.test(languageCode)) badRequest('invalid language code specified');
    const texts = this.texts.get(languageCode) ?? { commands: [], description: '', shortDescription: '' };
    this.texts.set(languageCode, texts);
    return texts;
  }

  /** A number for a new update; larger than every one before. */
  nextUpdateId(): Update['update_id'] {
    this.lastUpdateId += 1;
    return this.lastUpdateId;
  }
}

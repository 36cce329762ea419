import type { Inbound } from '../channels/channel.ts';
import type { Deps } from '../deps.ts';
import { bareWords } from '../dialogue/words.ts';
import type { Command } from '../dialogue/world.ts';
import { keywords } from '../i18n/keywords.ts';
import { hashLinkCode, hashSpokenCode, looksLikeLinkCode, readSpokenCode } from '../secrets/codes.ts';
import type { TurnRequest } from './readTurn.ts';

/** What is to be read for what came in: beside who writes, what a tap, a number, a word or a code may be about. */
export async function requestFor(deps: Deps, inbound: Inbound): Promise<TurnRequest> {
  const { content } = inbound;
  const base = {
    channel: inbound.channel,
    externalId: inbound.externalId,
    updateId: inbound.updateId,
    languageTag: inbound.languageTag,
  };
  if (content.type === 'tap') return { ...base, messageId: content.messageId, index: content.index };
  if (content.type === 'code') return { ...base, ...(await hashesOf(deps, content.code)) };
  if (content.type !== 'text') return base;
  const number = /^\d{1,2}$/.exec(content.text.normalize('NFKC').trim())?.[0];
  if (number !== undefined) return { ...base, number };
  const reply = replyIn(content.text);
  if (reply !== undefined) return { ...base, reply };
  const spoken = readSpokenCode(content.text);
  return spoken === undefined ? base : { ...base, spokenHash: await hashSpokenCode(deps.vault, spoken) };
}

/** 好 · 改 · 换, in whatever words: whether they answer a question, its being the newest says. */
function replyIn(text: string): TurnRequest['reply'] {
  const said = bareWords(text);
  const means = (command: Command) => keywords.commands.get(command)?.includes(said) === true;
  if (means('yes')) return 'yes';
  if (means('otherTime')) return 'change';
  return means('somebodyElse') ? 'swap' : undefined;
}

/** A link may carry either kind of code. What is neither is looked up all the same, and not found. */
async function hashesOf({ vault }: Deps, code: string): Promise<Pick<TurnRequest, 'linkHash' | 'spokenHash'>> {
  const spoken = looksLikeLinkCode(code) ? undefined : readSpokenCode(code);
  return spoken === undefined
    ? { linkHash: await hashLinkCode(vault, code) }
    : { spokenHash: await hashSpokenCode(vault, spoken) };
}

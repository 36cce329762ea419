import { hash } from 'node:crypto';

/** Eight and four hexadecimal digits: how a UUID begins. */
const length = 13;

/**
 * What an update is called in the logs: the same however often it comes, and on whichever replica. The messages that its
 * turn writes begin with it, so one search finds an update, its turn and all it said, without a column of its own.
 */
export function requestIdOf(channel: string, updateId: string): string {
  const digest = hash('sha256', `${channel} ${updateId}`);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}`;
}

/** A new message's id, which tells the request that it came from. The other 74 bits are chance. */
export function messageIdIn(request: string): string {
  return request + crypto.randomUUID().slice(length);
}

export function requestOf(messageId: string): string {
  return messageId.slice(0, length);
}

import { isIPv4 } from 'node:net';
import type { FakeBot } from './bot.ts';
import { readBoolean, readInteger, readObject, readObjects, readString, readTexts } from './parameters.ts';
import { badRequest, type Payload, Refusal } from './refusal.ts';

const webhookPorts = ['', '80', '88', '443', '8443'];
const commandScopes = [
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
  'chat',
  'chat_administrators',
  'chat_member',
];

function isLoopback(address: URL): boolean {
  return address.hostname === 'localhost' || (isIPv4(address.hostname) && address.hostname.startsWith('127.'));
}

function checkWebhookAddress(bot: FakeBot, url: string): void {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address !== undefined && address.protocol === 'http:' && bot.allowLoopbackWebhook && isLoopback(address)) return;
  if (address?.protocol !== 'https:') badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (isLoopback(address)) badRequest('bad webhook: IP address 127.0.0.1 is reserved');
  if (!webhookPorts.includes(address.port)) {
    badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
}

function readSecretToken(payload: Payload): string | undefined {
  if (payload.secret_token === undefined) return undefined;
  const secretToken = readString(payload, 'secret_token');
  if (secretToken.length > 256) badRequest('secret token is too long');
  if (!/^[A-Za-z0-9_-]+$/.test(secretToken)) badRequest('secret token contains unallowed characters');
  return secretToken;
}

export function setWebhook(bot: FakeBot, payload: Payload): true {
  const url = readString(payload, 'url');
  if (url === '') return deleteWebhook(bot, payload);
  checkWebhookAddress(bot, url);
  const secretToken = readSecretToken(payload);
  const maxConnections = readInteger(payload, 'max_connections') ?? 40;
  if (maxConnections < 1 || maxConnections > 100) badRequest('max_connections must be in the range 1-100');
  rememberAllowedUpdates(bot, payload);
  if (readBoolean(payload, 'drop_pending_updates')) bot.updates.clear();
  bot.webhook = { url, secretToken, maxConnections };
  return true;
}

export function deleteWebhook(bot: FakeBot, payload: Payload): true {
  bot.webhook = undefined;
  if (readBoolean(payload, 'drop_pending_updates')) bot.updates.clear();
  return true;
}

export function getWebhookInfo(bot: FakeBot) {
  return {
    url: bot.webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.updates.size,
    ...(bot.webhook === undefined ? {} : { max_connections: bot.webhook.maxConnections }),
    ...(bot.updates.allowed === undefined ? {} : { allowed_updates: bot.updates.allowed }),
  };
}

/** As at Telegram: an absent list leaves the earlier choice, an empty one means every kind. */
function rememberAllowedUpdates(bot: FakeBot, payload: Payload): void {
  const kinds = readTexts(payload, 'allowed_updates');
  if (kinds !== undefined) bot.updates.allowed = kinds.length > 0 ? kinds : undefined;
}

export async function getUpdates(bot: FakeBot, payload: Payload) {
  if (bot.webhook !== undefined) {
    const way = 'use deleteWebhook to delete the webhook first';
    throw new Refusal(409, `Conflict: can't use getUpdates method while webhook is active; ${way}`);
  }
  rememberAllowedUpdates(bot, payload);
  const limit = readInteger(payload, 'limit') ?? 100;
  return bot.updates.fetch({
    offset: readInteger(payload, 'offset') ?? 0,
    limit: limit >= 1 && limit <= 100 ? limit : 100,
    timeout: Math.min(readInteger(payload, 'timeout') ?? 0, 50),
  });
}

export function setMyCommands(bot: FakeBot, payload: Payload): true {
  const commands = readObjects(payload, 'commands') ?? badRequest("can't parse commands JSON object");
  if (commands.length < 1 || commands.length > 100) badRequest('BOT_COMMANDS_TOO_MUCH');
  const scope = readObject(payload, 'scope')?.type ?? 'default';
  if (!commandScopes.includes(String(scope))) badRequest("can't parse BotCommandScope: unsupported type specified");
  const checked = commands.map((entry) => {
    const command = readString(entry, 'command');
    const description = readString(entry, 'description');
    if (!/^[a-z0-9_]{1,32}$/.test(command)) badRequest('BOT_COMMAND_INVALID');
    if (description.length < 1 || description.length > 256) badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    return { command, description };
  });
  bot.textsIn(readString(payload, 'language_code')).commands = checked;
  return true;
}

export function setMyDescription(bot: FakeBot, payload: Payload): true {
  const description = readString(payload, 'description');
  if (description.length > 512) badRequest('description is too long');
  bot.textsIn(readString(payload, 'language_code')).description = description;
  return true;
}

export function setMyShortDescription(bot: FakeBot, payload: Payload): true {
  const shortDescription = readString(payload, 'short_description');
  if (shortDescription.length > 120) badRequest('short description is too long');
  bot.textsIn(readString(payload, 'language_code')).shortDescription = shortDescription;
  return true;
}

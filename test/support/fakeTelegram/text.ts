import { readString } from './parameters.ts';
import { badRequest, type Payload } from './refusal.ts';

const htmlTags = new Set('a b blockquote code del em i ins pre s span strike strong tg-emoji tg-spoiler u'.split(' '));
const htmlEntities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** The plain text of Telegram's HTML. Refuses unknown and unbalanced tags, as Telegram does. */
function plainTextOfHtml(html: string): string {
  const open: string[] = [];
  const withoutTags = html.replaceAll(/<(\/?)([a-z0-9-]*)([^<>]*)(>?)/gi, (_, slash, tagName, _attributes, end) => {
    const tag = String(tagName).toLowerCase();
    if (end === '' || !htmlTags.has(tag)) badRequest(`can't parse entities: Unsupported start tag "${tag}"`);
    if (slash === '') open.push(tag);
    else if (open.pop() !== tag) badRequest(`can't parse entities: Unmatched end tag "${tag}"`);
    return '';
  });
  if (open.length > 0)
    badRequest(`can't parse entities: Can't find end tag corresponding to start tag "${open.at(-1)}"`);
  return withoutTags.replaceAll(/&(?:#(\d+)|(\w+));/g, (whole, code, entity) =>
    code === undefined ? (htmlEntities[entity] ?? whole) : String.fromCodePoint(Number(code)),
  );
}

/**
 * The text of a message as its reader sees it: without markup and outer white space.
 * Refuses empty text, more than 4096 UTF-16 units, and a parse_mode other than HTML (nothing here writes Markdown).
 */
export function readMessageText(payload: Payload): string {
  const parseMode = readString(payload, 'parse_mode');
  if (parseMode !== '' && parseMode !== 'HTML') badRequest('unsupported parse_mode');
  const raw = readString(payload, 'text');
  const text = (parseMode === 'HTML' ? plainTextOfHtml(raw) : raw).trim();
  if (text === '') badRequest('message text is empty');
  if (text.length > 4096) badRequest('message is too long');
  return text;
}

/** A request that came in by chat, and what staff do with it at the desk. */
import type { KindId } from '../../src/referrals/kinds.ts';
import type { DeskBrowser } from './deskBrowser.ts';
import { ask } from './person.ts';
import type { Phone, Town } from './town.ts';

/** Asks by chat, and gives the address of its page. */
export async function askedByChat(town: Town, phone: Phone, kind: KindId = 'training', words = 'ok'): Promise<string> {
  return `/desk/requests/${await ask(town, phone, kind, words)}`;
}

/** Opens the box for this, writes, looks at it, and sends it. */
export async function write(
  town: Town,
  desk: DeskBrowser,
  purpose: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  await desk.open(`${desk.path.split('?')[0]}?do=${purpose}`);
  await desk.send('look', fields);
  await desk.send('send');
  await town.settle();
}

/** Posts an act to a page whether or not the page offers it. */
export async function forge(
  desk: DeskBrowser,
  path: string,
  act: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<void> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ act, form: crypto.randomUUID(), ...fields })) body.append(name, value);
  await desk.post(path, body);
}

export async function stateOf(town: Town, path: string): Promise<string | undefined> {
  const [row] = await town.rows<{ state: string }>('select state from referral where id = $1', [
    path.split('/').at(-1)?.split('?')[0] ?? '',
  ]);
  return row?.state;
}

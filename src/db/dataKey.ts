import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PlainError } from '../plainError.ts';

const fileName = 'data.key';

const previousName = 'data.key.previous';

/** The key in `folder`, 32 bytes, or undefined when there is none. Throws PlainError when the file holds no key. */
export function readDataKey(folder: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return readKeyFile(folder, fileName);
}

/** The key before it, while the change goes on. */
export function readPreviousDataKey(folder: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return readKeyFile(folder, previousName);
}

async function readKeyFile(folder: string, fileName: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, fileName), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const key = decode(text.trim());
  if (key?.length !== 32) throw new PlainError(`${fileName} in DATA_DIR: expected 32 bytes in base64`);
  return key;
}

/** Makes a key and keeps it in `folder`, readable by its owner only. The caller holds the folder, and it has no key. */
export async function makeDataKey(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const { key, draft } = await draftKey(folder);
  // All of it or nothing under its real name, whenever the process is killed; and never over an older key.
  await link(draft, join(folder, fileName));
  await rm(draft);
  return key;
}

/**
 * A new key in `folder`, and the one that was as the previous. Begun before and interrupted, it goes on with the keys that
 * are there: a previous one that is not the same as the key means that the new one is made already. The caller holds the
 * folder, and it has a key.
 */
export async function changeDataKey(folder: string): Promise<void> {
  const key = await readDataKey(folder);
  if (key === undefined) throw new PlainError('DATA_DIR: there is no data.key in this folder to be changed');
  const previous = await readPreviousDataKey(folder);
  if (previous === undefined) await link(join(folder, fileName), join(folder, previousName));
  else if (Buffer.compare(previous, key) !== 0) return;
  const { draft } = await draftKey(folder);
  await rename(draft, join(folder, fileName));
}

/** The change is over: the key before is kept by its id, for backups that were made with it. Gives the file's name. */
export async function setPreviousAside(folder: string, id: string): Promise<string> {
  const name = `${fileName}.${id}`;
  await rename(join(folder, previousName), join(folder, name));
  return name;
}

async function draftKey(folder: string): Promise<{ key: Uint8Array<ArrayBuffer>; draft: string }> {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const draft = join(folder, `${fileName}.draft`);
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${key.toBase64()}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return { key, draft };
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return undefined;
  }
}

import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PlainError } from '../plainError.ts';

const fileName = 'data.key';

/** The key in `folder`, 32 bytes, or undefined when there is none. Throws PlainError when the file holds no key. */
export async function readDataKey(folder: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
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
  // All of it or nothing under its real name, whenever the process is killed; and never over an older key.
  await link(draft, join(folder, fileName));
  await rm(draft);
  return key;
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return undefined;
  }
}

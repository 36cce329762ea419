import type { Context } from 'hono';

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** The parts of the program that bring scripts and styles. */
export type AssetFolder = 'chat' | 'desk' | 'street';

/** The text of a script or style; undefined when there is none of this name. */
export type ReadAsset = (folder: AssetFolder, name: string) => Promise<string | undefined>;

/** A script or style of a part; any other name is 404. */
export async function serveAsset(
  context: Context,
  read: ReadAsset,
  folder: AssetFolder,
  name: string,
): Promise<Response> {
  const extension = /^[a-z-]+(?:\.generated)?\.(js|css)$/.exec(name)?.[1];
  const type = extension === undefined ? undefined : types[extension];
  const content = type === undefined ? undefined : await read(folder, name);
  if (type === undefined || content === undefined) return context.notFound();
  context.header('Content-Type', type);
  context.header('Cache-Control', 'no-cache');
  context.header('X-Content-Type-Options', 'nosniff');
  return context.body(content);
}

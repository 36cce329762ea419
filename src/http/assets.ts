import { readFile } from 'node:fs/promises';
import type { Context } from 'hono';

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** A script or style beside the page's code; any other name is 404. */
export async function serveAsset(context: Context, folder: URL, name: string): Promise<Response> {
  const extension = /^[a-z-]+(?:\.generated)?\.(js|css)$/.exec(name)?.[1];
  const type = extension === undefined ? undefined : types[extension];
  const content = type === undefined ? undefined : await readFile(new URL(name, folder), 'utf8').catch(() => undefined);
  if (type === undefined || content === undefined) return context.notFound();
  context.header('Content-Type', type);
  context.header('Cache-Control', 'no-cache');
  context.header('X-Content-Type-Options', 'nosniff');
  return context.body(content);
}

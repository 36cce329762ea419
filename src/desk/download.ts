import type { Context } from 'hono';

/** A file to keep: its name in ASCII for old browsers, and as it is for the others (RFC 6266). */
export function download(context: Context, content: ArrayBuffer | string, type: string, name: string): Response {
  const plain = name.replace(/[^\w.-]+/g, '_').replace(/^_+/, '') || 'file';
  return context.body(content, 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
}

/** What the Worker's one file is made of, read from the bundler's own account, and from the sources that went in. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';
import { type BundledWorker, bundleWorker } from '../../src/commands/worker/bundle.ts';

const mostKilobytes = 400;
/** What workerd has of Node; anything else has to be looked at there first. */
const fromTheRuntime = [
  'cloudflare:sockets',
  'node:async_hooks',
  'node:buffer',
  'node:crypto',
  'node:events',
  'node:stream',
  'node:timers/promises',
];
const packages = [
  '@logtape/logtape',
  'fflate',
  'hono',
  'i18next',
  'papaparse',
  'postgres',
  'read-excel-file',
  'uqr',
  'write-excel-file',
  'zod',
];
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Calls that take time, chance or the world, which no module may make while it is loaded. */
const forbidden =
  /^(setTimeout|setInterval|setImmediate|queueMicrotask|fetch|connect|Date\.now|Math\.random|performance\.now|crypto\.\w+|randomBytes|randomUUID|randomFillSync)$/;

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function nameOf(callee: unknown): string {
  if (!isNode(callee)) return '';
  if (callee.type === 'Identifier') return String(callee.name);
  return callee.type === 'MemberExpression' ? `${nameOf(callee.object)}.${nameOf(callee.property)}` : '';
}

/** The calls a module makes while it is loaded: not those in its functions, but those in static fields of its classes. */
function callsAtLoad(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(callsAtLoad);
  if (!isNode(node) || /Function(Declaration|Expression)$/.test(String(node.type))) return [];
  if (node.type === 'PropertyDefinition' && node.static !== true) return [];
  const own = node.type === 'CallExpression' || node.type === 'NewExpression' ? [nameOf(node.callee)] : [];
  return [...own, ...Object.values(node).flatMap(callsAtLoad)];
}

describe('the Worker’s bundle', () => {
  let folder: string;
  let bundled: BundledWorker;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guitu-bundle-'));
    bundled = await bundleWorker({ file: join(folder, 'worker.js') });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const inputs = () => Object.keys(bundled.meta.inputs);

  it(`is at most ${mostKilobytes} KB, compressed`, async () => {
    expect(gzipSync(await readFile(bundled.file)).length).toBeLessThan(mostKilobytes * 1024);
  });

  it('takes from the runtime what workerd has, and from packages what runs there', () => {
    const [output] = Object.values(bundled.meta.outputs);
    const external = output?.imports.filter((found) => found.external).map(({ path }) => path) ?? [];
    expect([...new Set(external)].filter((name) => !fromTheRuntime.includes(name))).toEqual([]);
    const names = inputs().map((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
    expect([...new Set(names)].filter((name) => name !== undefined).sort()).toEqual(packages);
    expect(inputs().filter((path) => /postgres\/(?!cf\/)/.test(path))).toEqual([]);
  });

  it('has every text, script and style in it, and knows its migrations by their hashes', async () => {
    const text = await readFile(bundled.file, 'utf8');
    for (const words of ['便民服务', 'Community services', 'XMLHttpRequest']) expect(text, words).toContain(words);
    expect(inputs().filter((path) => path.startsWith('locales/')).length).toBeGreaterThan(50);
    expect(text).not.toContain('create or replace function');
    expect(text).not.toContain(root);
  });

  it('makes no timer, draws no chance and opens nothing while it is loaded', async () => {
    const sources = inputs().filter((path) => path.startsWith('src/') && path.endsWith('.ts'));
    expect(sources.length).toBeGreaterThan(100);
    const found = await Promise.all(
      sources.map(async (path) => {
        const ast = parseAst(await readFile(join(root, path), 'utf8'), { lang: 'ts' });
        return callsAtLoad(ast).flatMap((call) => (forbidden.test(call) ? [`${path}: ${call}`] : []));
      }),
    );
    expect(found.flat()).toEqual([]);
    const planted =
      'const a = crypto.randomUUID(); class B { static c = setTimeout(() => Date.now(), 1); d = fetch("") }';
    expect(callsAtLoad(parseAst(planted)).filter((call) => forbidden.test(call))).toEqual([
      'crypto.randomUUID',
      'setTimeout',
    ]);
  });
});

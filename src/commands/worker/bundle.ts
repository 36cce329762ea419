import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { readOwnHashes } from '../../db/migrate.ts';
import { assetFolders } from '../../http/assetFiles.ts';

export interface BundledWorker {
  readonly file: string;
  /** What went into it, and from where. */
  readonly meta: Metafile;
}

interface BundleOptions {
  /** The module with the handlers; a test brings its own. */
  readonly entry?: URL;
  /** The file to be made. */
  readonly file: string;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** An address in a comment of the bundle would tell of the machine it was made on. */
const workerEntry = new URL('../../worker.ts', import.meta.url);

/** Makes the Worker's one file: texts, scripts, styles and the migrations' hashes are in it, since there is no file to read. */
export async function bundleWorker({ entry = workerEntry, file }: BundleOptions): Promise<BundledWorker> {
  const { metafile: meta } = await build({
    absWorkingDir: root,
    entryPoints: [fileURLToPath(entry)],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['module', 'main'],
    external: ['node:*', 'cloudflare:*'],
    plugins: [bundledPlugin, withoutStreams],
    charset: 'utf8',
    minify: true,
    metafile: true,
    logLevel: 'error',
  });
  return { file, meta };
}

/** `guitu:bundled`, as src/worker/bundled.d.ts describes it. */
const bundledPlugin: Plugin = {
  name: 'guitu:bundled',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^guitu:bundled$/ }, ({ path }) => ({ path, namespace: 'guitu' }));
    onLoad({ filter: /.*/, namespace: 'guitu' }, async () => {
      const [assets, hashes] = await Promise.all([readAssets(), readOwnHashes()]);
      return {
        contents: `export const assets = ${JSON.stringify(assets)};\nexport const hashes = ${JSON.stringify(hashes)};`,
      };
    });
  },
};

/** Papa Parse asks for Node's streams where it is handed one; it is handed text. */
const withoutStreams: Plugin = {
  name: 'guitu:without-streams',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^stream$/ }, ({ path }) => ({ path, namespace: 'guitu-none' }));
    onLoad({ filter: /.*/, namespace: 'guitu-none' }, () => ({ contents: 'export {};' }));
  },
};

/** The street is never shown there. */
const folders = ['chat', 'desk'] as const;

async function readAssets(): Promise<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const folder of folders)
    for (const name of (await readdir(assetFolders[folder])).sort())
      entries.push([`${folder}/${name}`, await readFile(new URL(name, assetFolders[folder]), 'utf8')]);
  return Object.fromEntries(entries);
}

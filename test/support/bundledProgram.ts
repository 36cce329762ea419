/**
 * The program's processes as the tests start them, of which there are hundreds: each bundled into a few files, since reading
 * a thousand of them takes most of the time in which a process starts.
 */
import { glob, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** Whose files have to be where they were installed. */
const external = ['@electric-sql/pglite', 'esbuild'];
const processes = ['src/node.ts', 'src/commands/*.ts', 'test/support/serveEmbedded.ts'];

/** Bundles the processes of the source tree `root` into `folder`. */
export async function bundleProgram(root: string, folder: string): Promise<void> {
  await mkdir(folder);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await build({
    absWorkingDir: root,
    entryPoints: await Array.fromAsync(glob(processes, { cwd: root })),
    outdir: folder,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    minifySyntax: true,
    minifyWhitespace: true,
    // Packages that are not ES modules ask for Node's own in their way.
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(${JSON.stringify(pathToFileURL(join(root, 'src/')))});`,
    },
    external,
    plugins: [placesPlugin],
    logLevel: 'error',
  });
}

/** What Node is to run instead of the module at `path`, from the root. */
export function bundleOf(folder: string, path: string): string {
  return join(folder, path.replace(/\.ts$/, '.mjs'));
}

/** What reads files beside itself finds them beside its source. */
const placesPlugin: Plugin = {
  name: 'guitu:places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (path.includes('/node_modules/')) return null;
      const source = await readFile(path, 'utf8');
      return { contents: source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path))), loader: 'ts' };
    });
  },
};

/**
 * Loaded before anything else, with `--import`: halves the time in which a process of the tests starts. Node 26.10 reads the
 * package.json of drizzle-orm, which is as long as a book, anew at each import within that package.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    return specifier.startsWith('.') && context.parentURL?.includes('/node_modules/drizzle-orm/')
      ? { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
      : next(specifier, context);
  },
});

import { PGlite } from '@electric-sql/pglite';
import type { Database, Parameter } from './database.ts';
import { serviceRole, serviceSettings } from './postgres.ts';

const instant = 1184;
const day = 1082;
const bigint = 20;
const keep = (value: string) => value;

/**
 * How PGlite is opened here: instants, days and large integers come as PostgreSQL's own client gives them. Its usual 128 MB of
 * shared memory are written through at each opening, which is half of the time that opening takes.
 */
export const pgliteOptions = {
  parsers: { [instant]: keep, [day]: keep, [bigint]: Number },
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
};

/** PGlite in a folder, or in memory when `folder` is absent: PostgreSQL inside this process, on one connection. */
export async function openPglite(folder?: string): Promise<Database> {
  return databaseOver(
    folder === undefined ? await PGlite.create(pgliteOptions) : await PGlite.create(folder, pgliteOptions),
  );
}

export function databaseOver(pglite: PGlite): Database {
  return {
    async query<Row>(text: string, parameters: readonly Parameter[] = []): Promise<Row[]> {
      const { rows } = await pglite.query<Row>(text, [...parameters]);
      return rows;
    },
    async execute(script) {
      await pglite.exec(script);
    },
    async close() {
      await pglite.close();
    },
  };
}

/** From here on the one connection works as the role that owns nothing. */
export async function becomeServiceRole(database: Database): Promise<void> {
  const settings = Object.entries(serviceSettings).map(([name, value]) => `; set ${name} = ${value}`);
  await database.execute(`set role ${serviceRole}${settings.join('')}`);
}

import postgres from 'postgres';
import { type Database, isOutage, type Parameter } from './database.ts';

/** The role that owns nothing; see drizzle/functions/10_role.sql. */
export const serviceRole = 'guitu_service';

/**
 * How the service's statements are planned: they are few, by key, again and again, so each is planned once and not looked
 * at anew for every value, and none is worth compiling. Always by an index: the one plan may be made while a table is still
 * empty, and would go on reading all of it when it is full. Without these, as behind a pooler that takes no settings,
 * everything is the same but slower.
 */
export const serviceSettings = {
  plan_cache_mode: 'force_generic_plan',
  jit: 'off',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_material: 'off',
} as const;

interface Options {
  readonly url: string;
  /** Absent: the login itself, for migrations. */
  readonly role?: string;
  /** More than about ten connections lost throughput on two cores. */
  readonly connections?: number;
  /** How long what is under way may take when it is closed. */
  readonly closeSeconds?: number;
}

/**
 * PostgreSQL through postgres.js. Every statement is prepared and takes one round trip. It goes to the first connection that
 * is free, not to the one that has rested longest, as postgres.js itself would choose: at a few hundred turns a second one or
 * two of the server's processes then do it all, with plans and tables at hand, for two thirds of the processor time of ten.
 */
export function openPostgres({ url, role, connections = 10, closeSeconds = 5 }: Options): Database {
  const [first, ...others] = Array.from({ length: connections }, () => ({ sql: connect(url, role), busy: 0 }));
  if (first === undefined) throw new Error('a database needs a connection');
  const freest = () => others.reduce((best, other) => (other.busy < best.busy ? other : best), first);
  return {
    async query<Row>(text: string, parameters: readonly Parameter[] = []): Promise<Row[]> {
      const values = parameters.map((value) =>
        typeof value === 'object' && value !== null ? arrayLiteral(value) : value,
      );
      const connection = freest();
      const { sql } = connection;
      connection.busy += 1;
      try {
        const rows = await sql.unsafe(text, values, { prepare: true });
        return [...rows] as unknown as Row[];
      } catch (error) {
        // postgres.js would wait up to 20 s before it looks again for a server that was away; and what broke off as something
        // was about to be written never writes again (3.4.9). So it is replaced.
        if (isOutage(error) && connection.sql === sql) {
          connection.sql = connect(url, role);
          void sql.end({ timeout: closeSeconds });
        }
        throw error;
      } finally {
        connection.busy -= 1;
      }
    },
    async execute(script) {
      await first.sql.unsafe(script);
    },
    async close() {
      await Promise.all([first, ...others].map(({ sql }) => sql.end({ timeout: closeSeconds })));
    },
  };
}

function connect(url: string, role: string | undefined) {
  return postgres(url, {
    max: 1,
    fetch_types: false,
    onnotice: () => {},
    connect_timeout: 10,
    connection: role === undefined ? {} : { role, ...serviceSettings },
    types: {
      // An instant and a day stay strings, as PGlite and jsonb give them too.
      instant: { to: 1184, from: [1184, 1082], serialize: (value: unknown) => value, parse: (value: string) => value },
      bigint: { to: 20, from: [20], serialize: (value: unknown) => String(value), parse: Number },
      json: { to: 3802, from: [114, 3802], serialize: (value: unknown) => value, parse: JSON.parse },
    },
  });
}

/** PostgreSQL's text form of an array, since the types of parameters are not fetched. */
function arrayLiteral(values: readonly (string | null)[]): string {
  const quoted = (value: string) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return `{${values.map((value) => (value === null ? 'null' : quoted(value))).join(',')}}`;
}

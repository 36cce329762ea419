/** The one narrow way to the database, the same over postgres.js, PGlite, and the socket of a running embedded server. */
export interface Database {
  /** One statement, one round trip, prepared. Rows come as objects; `jsonb` parsed, instants and days as strings. */
  query<Row>(text: string, parameters?: readonly Parameter[]): Promise<Row[]>;
  /** A script of several statements without parameters, in one transaction. For migrations and set-up. */
  execute(script: string): Promise<void>;
  close(): Promise<void>;
  /** Stands for the database itself, where this object is only one request's way to it. */
  readonly behind?: object;
}

/** Objects and arrays of objects travel as `jsonb`: stringify them at the call. */
export type Parameter = string | number | boolean | null | readonly (string | null)[];

/** SQLSTATEs this program answers to. GT001 is our own: a row that a turn relied on has changed. */
export const sqlState = {
  rowChanged: 'GT001',
  uniqueViolation: '23505',
  serializationFailure: '40001',
  deadlock: '40P01',
} as const;

/** The SQLSTATE of an error from any of the drivers, or undefined when it is none of theirs. */
export function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What a server says that is out of reach, refuses the login, is read-only, full, or going down. */
const outage = /^(08|25006|28|3D|53|55000|57|58)/;

/** Errors of the connection rather than of the statement: no SQLSTATE (a driver's or a system's word), or one of those. */
export function isOutage(error: unknown): boolean {
  const code = sqlStateOf(error);
  return code !== undefined && (!/^[0-9FGHPX][0-9A-Z]{4}$/.test(code) || outage.test(code));
}

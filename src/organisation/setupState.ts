import * as z from 'zod';
import type { Database } from '../db/database.ts';

const id = z.uuid();
const existingSchema = z.object({
  now: z.string(),
  demo: z.boolean(),
  directoryVersion: z.number(),
  areas: z.array(z.object({ id, parentId: id.nullable() })),
  accounts: z.array(
    z.object({
      id,
      reference: z.string().nullable(),
      kind: z.enum(['person', 'worker']),
      key: z.string(),
      name: z.string(),
      phone: z.string().nullable(),
      /** Its keyed hashes are there; an account of an earlier version has none. */
      hashed: z.boolean(),
      /** Some chat belongs to it, or did. */
      joined: z.boolean(),
      /** An unused code still opens it. */
      coded: z.boolean(),
      personId: id.nullable(),
      areaId: id.nullable(),
    }),
  ),
  /** References of those who had themselves erased. */
  erased: z.array(z.string()),
  memberships: z.array(
    z.object({
      id,
      accountId: id,
      role: z.string(),
      areaId: id,
      departmentId: id.nullable(),
      state: z.enum(['proposed', 'approved']),
      /** Not proposed by anybody in the chat. */
      bySetup: z.boolean(),
    }),
  ),
  teamMembers: z.array(z.object({ id, personId: id, accountId: id })),
});

/** What a database already holds, as far as setting up must know. Names and phones are sealed. */
export type Existing = z.infer<typeof existingSchema>;
export type ExistingAccount = Existing['accounts'][number];

export async function readExisting(database: Database): Promise<Existing> {
  const [row] = await database.query<{ setup: unknown }>('select read_setup() as setup');
  return existingSchema.parse(row?.setup);
}

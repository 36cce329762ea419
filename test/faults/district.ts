/** The demo's district with many people, and whoever of its workers a case asks to join. */
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import { type CodedAccount, setUp } from '../../src/organisation/setup.ts';
import { openVault } from '../../src/secrets/vault.ts';

/** A chat, and what must have come of what was written in it. */
export interface Member {
  readonly chat: number;
  readonly account: CodedAccount;
  /** How often the form was begun and gone on with: updates answered so far. */
  written: number;
  /** The beginning of each answer that is to come, in order. */
  readonly expected: string[];
  /** When each was asked for, in milliseconds since 1970. */
  readonly askedAt: number[];
  /** What the service must have kept each update under, and as what. */
  readonly kept: Map<string, 'done' | 'failed'>;
  /** What must be in the audit by this account beside its requests: the action, and how often. */
  readonly audited: Map<string, number>;
}

export function memberOf(account: CodedAccount, chat: number): Member {
  return { chat, account, written: 0, expected: [], askedAt: [], kept: new Map(), audited: new Map() };
}

export function count(member: Member, action: string): void {
  member.audited.set(action, (member.audited.get(action) ?? 0) + 1);
}

/** Migrates, and sets up the demo's district with so many people. */
export async function settleDistrict(url: string, people: number): Promise<readonly CodedAccount[]> {
  const owner = openPostgres({ url, connections: 1 });
  await migrate(owner);
  await owner.close();
  const database = openPostgres({ url, role: serviceRole, connections: 2 });
  const vault = await openVault(new Uint8Array(32).fill(7));
  const demo = demoOrganisation();
  const pattern = demo.people[0];
  if (pattern === undefined) throw new Error('the demo has people');
  const many = Array.from({ length: people }, (_, index) => ({ ...pattern, reference: `crowd-${index + 1}` }));
  const links = { web: 'https://faults.invalid' };
  const accounts = await setUp({ database, vault, now: null, links }, { ...demo, people: many }, { demo: true });
  await database.close();
  return accounts;
}

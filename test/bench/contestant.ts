import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerType } from '@hono/node-server';
import { serveParent } from './childProcess.ts';

/** What a contestant's process is given: an empty database of its own, and where to send its answers. */
export interface ContestantSettings {
  readonly databaseUrl: string;
  readonly apiRoot: string;
  /** Chats 1 to this many are people who may ask for help. */
  readonly users: number;
}

/** What it says of itself: where its webhook listens, and the processor time it has used up to now. */
export interface ContestantReport {
  readonly port: number;
  readonly cpuSeconds: number;
}

export const webhookPath = '/channels/telegram';
export const webhookSecret = 'a-secret-of-the-bench';
export const botToken = '4217:bench';
/** The same for each contestant; more lost throughput on two cores. */
export const databaseConnections = 10;

export const botInfo = {
  id: 4217,
  is_bot: true,
  first_name: 'Bench',
  username: 'bench_bot',
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
} as const;

/** Serves the bench: the first request starts the contestant, each further one (null) only asks for the report. */
export function compete(start: (settings: ContestantSettings) => Promise<Server | ServerType>): void {
  let port = 0;
  serveParent<ContestantSettings | null, ContestantReport>(async (settings) => {
    if (settings !== null) {
      const server = await start(settings);
      if (!server.listening) await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
    }
    const { user, system } = process.cpuUsage();
    return { port, cpuSeconds: (user + system) / 1e6 };
  });
}

/** What a test asks of the Worker that plays its town, and what it hears: all of it as JSON, for one request a call. */
import type { Inbound } from '../../../src/channels/channel.ts';
import type { Links, SettledChat } from '../../../src/deps.ts';

/** A town as the Worker knows it: one isolate's state each, though one workerd holds many. */
export interface WorkerTownOptions {
  readonly id: string;
  readonly databaseUrl: string;
  readonly links: Links;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

export interface WorkerCall {
  readonly town: WorkerTownOptions;
  /** What the clock shows, as an ISO instant. */
  readonly now: string;
  /** Chats whose last turn is no longer remembered. */
  readonly forget: readonly SettledChat[];
  readonly act:
    | { readonly kind: 'fetch'; readonly request: PackedRequest }
    | { readonly kind: 'receive'; readonly inbound: Inbound }
    | { readonly kind: 'tick' }
    /** Sends what is due. */
    | { readonly kind: 'sweep' };
}

export interface PackedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  /** In base64. */
  readonly body: string | null;
}

export interface WorkerAnswer {
  readonly response: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string;
  } | null;
  readonly logged: readonly LoggedLine[];
  /** What it failed with: a name, and a code where there is one. */
  readonly error: { readonly name: string; readonly code?: string } | null;
}

export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

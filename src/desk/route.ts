import type { Context } from 'hono';
import type * as z from 'zod';
import type { Page } from '../http/page.ts';
import type { DeskRequest } from './deskRequest.ts';
import type { Policy } from './policy.ts';

/** What a page says first: that something was done, or why it was not. */
export interface Notice {
  readonly tone: 'done' | 'refused';
  readonly text: string;
}

/** A form that could not be taken: which, what stood in it, and what is wanted of each field. */
export interface Refused {
  readonly act: string;
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}

/** How a page is shown after one of its forms was sent. */
export interface Shown {
  readonly notice?: Notice | undefined;
  readonly refused?: Refused | undefined;
  /** What was entered and is not done yet: to be looked at once more, or changed. */
  readonly kept?: { readonly act: string; readonly values: Readonly<Record<string, string>> } | undefined;
}

export interface DeskPage {
  readonly title: string;
  readonly body: Page;
  readonly status?: 400 | 403 | 404 | 409 | 503;
  /** The page asks for itself again after so many seconds: by script where there is one, so that nobody's place is lost. */
  readonly refreshSeconds?: number;
}

/** What wants a proof that whoever sits here also holds the account's chat. */
export const stepUpMatters = ['export', 'unmask', 'roles'] as const;
export type StepUpMatter = (typeof stepUpMatters)[number];

/** What is done at a form: its fields in, what the page then says, or shows, out. A `Response` is given as it is. */
export interface Act<Input = Readonly<Record<string, unknown>>> {
  readonly policy: Policy;
  /** Only after a fresh proof in the bot, or by PIN: for what, as the chat is told. */
  readonly stepUp?: true | StepUpMatter;
  readonly fields: z.ZodType<Input>;
  perform(desk: DeskRequest, input: Input): Promise<Notice | Shown | Response>;
}

/** A page, and the forms on it: each is sent to the page's own address, with the name of its act. */
export interface PageRoute {
  readonly path: `/desk${string}`;
  readonly policy: Policy;
  /** Only after a fresh proof in the bot, or by PIN: for what, as the chat is told. */
  readonly stepUp?: true | StepUpMatter;
  /** Undefined: there is no such thing, or it is not for who asks; nobody can tell which. */
  show(desk: DeskRequest, shown: Shown): Promise<DeskPage | Response | undefined>;
  readonly acts?: Readonly<Record<string, Act>>;
}

/** What is not a page: a download, a question whether something is new. */
export interface PlainRoute {
  readonly path: `/desk${string}`;
  /** `get` when absent. */
  readonly method?: 'post';
  readonly policy: Policy;
  readonly stepUp?: true | StepUpMatter;
  /** True where a script asks by itself, which keeps no session open. */
  readonly isIdle?: true;
  answer(desk: DeskRequest, context: Context): Promise<Response>;
}

export type DeskRoute = PageRoute | PlainRoute;

/** An act whose fields are known to it alone. */
export function act<Input>(made: Act<Input>): Act {
  return {
    ...made,
    fields: made.fields as z.ZodType<Readonly<Record<string, unknown>>>,
    perform: (desk, input) => made.perform(desk, input as Input),
  };
}

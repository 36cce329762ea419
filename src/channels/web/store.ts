/** What the web chat needs from the rest beside `receive`: what was said in a chat, and to note what was seen. */
export interface WebMessage {
  readonly id: string;
  /** Grows with every message of a chat. */
  readonly cursor: number;
  readonly from: 'me' | 'guitu';
  /** ISO instant. */
  readonly at: string;
  readonly text: string;
  readonly choices: readonly {
    readonly choice: string;
    readonly number: string;
    readonly label: string;
    readonly action: string;
  }[];
  readonly read: boolean;
}

export interface WebHistory {
  /** Whether an account has joined in this chat. */
  readonly joined: boolean;
  /** Whether the account has since joined elsewhere: nothing is shown here any more. */
  readonly ended: boolean;
  /** Nothing up to here is shown: the reader has put it away. 0 when all is. */
  readonly hiddenTo: number;
  readonly messages: readonly WebMessage[];
}

export interface CopySection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A copy of what is held about somebody, to be shown once and saved. */
export interface WebCopy {
  /** For computers. */
  readonly json: string;
  /** The same to read, in the reader's language. */
  readonly sections: readonly CopySection[];
  readonly locale: string;
}

export interface WebCopies {
  /** What a link opens; undefined for one that is unknown, used or too old. */
  open(link: string): Promise<WebCopy | undefined>;
}

export interface WebStore {
  /** The messages after `after`, oldest first; with 0, the newest 50. */
  read(externalId: string, after: number): Promise<WebHistory>;
  markRead(externalId: string, upTo: number): Promise<void>;
}

/** Wakes those who watch a chat. */
export interface WebWatch {
  /** Resolves when something was settled for one of the chats, or after `milliseconds`. */
  wait(externalIds: readonly string[], milliseconds: number): Promise<void>;
  /** The server is stopping: streams are to end by themselves. */
  readonly closed: boolean;
}

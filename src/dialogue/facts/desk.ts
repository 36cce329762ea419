type Versioned = { readonly id: string; readonly version: number };

/** What becomes true about a way in to the desk, about who is in, and about a PIN. */
export type DeskFact =
  | {
      readonly fact: 'deskLinkMade';
      readonly login: string;
      readonly link: string;
      readonly replaced: readonly Versioned[];
    }
  | { readonly fact: 'deskNumberMissed'; readonly login: Versioned; readonly attempts: number }
  /** By whoever holds the chat, or by the third wrong number. */
  | { readonly fact: 'deskRefused'; readonly login: Versioned; readonly attempts: number }
  | { readonly fact: 'deskConfirmed'; readonly login: Versioned }
  | { readonly fact: 'deskSteppedUp'; readonly login: Versioned; readonly session: Versioned }
  | { readonly fact: 'deskSessionEnded'; readonly session: Versioned }
  | { readonly fact: 'deskPinSet'; readonly account: string; readonly before: Versioned | null; readonly hash: string }
  | { readonly fact: 'deskPinMissed'; readonly pin: Versioned; readonly attempts: number }
  | { readonly fact: 'deskPinLocked'; readonly pin: Versioned; readonly attempts: number; readonly until: string }
  | { readonly fact: 'deskPinUnlocked'; readonly pin: Versioned };

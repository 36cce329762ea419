import type { Person } from '../world.ts';

type Versioned = Pick<Person, 'id' | 'version'>;

/** What becomes true about a phone or page: what it shows, and whose it is. */
export type PhoneFact =
  /** What was said last is taken off the screen. */
  | { readonly fact: 'screensHidden' }
  | { readonly fact: 'screensShown' }
  /** The chat is nobody's from now on. What waited for the account waits for its next chat. */
  | { readonly fact: 'phoneLeft'; readonly account: string }
  /** A lost phone: every chat of the person's ends. */
  | { readonly fact: 'phonesEnded'; readonly account: string }
  | { readonly fact: 'foldedChosen'; readonly person: Versioned }
  | { readonly fact: 'plainlyChosen'; readonly person: Versioned };

import type { PhoneFact } from '../../dialogue/facts/phone.ts';
import { messageIdIn } from '../../mail/requestId.ts';
import { type ApplyContext, updateRow } from '../context.ts';

/** What a phone shows, and whose it is: most of it is done by functions over all that was said in the chat. */
export function applyPhoneFact(context: ApplyContext, change: PhoneFact): void {
  const { named } = context.rows;
  const request = messageIdIn(context.request);
  switch (change.fact) {
    case 'screensHidden':
      named.set('hide', request);
      return;
    case 'screensShown':
      named.set('show', true);
      return;
    case 'phoneLeft':
      context.identity = { ...context.identity, accountId: null };
      named.set('leave', { account: change.account, request });
      return;
    case 'phonesEnded':
      named.set('endPhones', { account: change.account, request });
      return;
    case 'foldedChosen':
      updateRow(context, 'person', { ...change.person, plainlySince: null });
      return;
    case 'plainlyChosen':
      updateRow(context, 'person', { ...change.person, plainlySince: context.world.now.toISOString() });
  }
}

/** The account or the file that the audit names. */
export function subjectOfPhoneFact(change: PhoneFact): string | null {
  if ('account' in change) return change.account;
  return 'person' in change ? change.person.id : null;
}

const facts = new Set<string>([
  'screensHidden',
  'screensShown',
  'phoneLeft',
  'phonesEnded',
  'foldedChosen',
  'plainlyChosen',
] satisfies PhoneFact['fact'][]);

export function isPhoneFact(change: { readonly fact: string }): change is PhoneFact {
  return facts.has(change.fact);
}

import type { ChangeOf } from '../../dialogue/outcome.ts';
import { type ApplyContext, addRow } from '../context.ts';

export function chooseLanguage(context: ApplyContext, { locale }: ChangeOf<'languageChosen'>): void {
  context.identity = { ...context.identity, locale };
  const { account } = context.world;
  if (account !== null) addRow(context, 'accountLocale', { id: account.id, version: account.version, locale });
}

export function join(context: ApplyContext, { enrolment }: ChangeOf<'joined'>): void {
  // A choice made earlier on another phone is kept; otherwise this phone's own language stands.
  const locale = enrolment.account.locale === 'en' ? 'en' : context.identity.locale;
  addRow(context, 'enrolment', {
    id: enrolment.id,
    version: enrolment.version,
    usedAt: context.world.now.toISOString(),
  });
  context.identity = {
    ...context.identity,
    accountId: enrolment.account.id,
    locale,
    endedAt: null,
    unreachableAt: null,
  };
  context.rows.named.set('adopt', enrolment.account.id);
}

export function refuseCode(context: ApplyContext): void {
  const at = context.world.now.toISOString();
  addRow(context, 'newCodeAttempt', { id: crypto.randomUUID(), identityId: context.identity.id, at });
}

export function closeChat(context: ApplyContext): void {
  const at = context.world.now.toISOString();
  context.identity = { ...context.identity, unreachableAt: at };
  const { id, accountId } = context.identity;
  if (accountId === null) return;
  // The clock sees to it that somebody calls, as when it is found out by sending.
  addRow(context, 'newTimer', {
    id: crypto.randomUUID(),
    rule: 'chatClosed',
    subjectId: id,
    slot: at,
    dueAt: at,
    state: 'waiting',
  });
}

export function reopenChat(context: ApplyContext): void {
  context.identity = { ...context.identity, unreachableAt: null };
}

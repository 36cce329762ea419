import * as z from 'zod';
import { localeSchema } from '../i18n/locale.ts';
import { kindGroups, kindIds } from '../referrals/kinds.ts';
import { caseFileActions, isCaseFileAction, variantOfCaseFileAction } from './actions/caseFile.ts';
import { deskActions } from './actions/desk.ts';
import { boundOwnDataActions, isOwnDataAction, ownDataActions, variantOfOwnDataAction } from './actions/ownData.ts';
import { boundPersonActions, isPersonAction, personActions, variantOfPersonAction } from './actions/person.ts';
import { boundPhoneActions, isPhoneAction, phoneActions, variantOfPhoneAction } from './actions/phone.ts';
import {
  boundRegisterActions,
  isRegisterAction,
  registerActions,
  variantOfRegisterAction,
} from './actions/register.ts';
import { settingsActions } from './actions/settings.ts';
import { staffActions } from './actions/staff.ts';
import { boundVisitActions, isVisitAction, variantOfVisitAction, visitActions } from './actions/visits.ts';

const referral = z.uuid();

/**
 * What a choice does. A choice is stored with its message; its button carries the message's id and its place only.
 * The first group works at any time, because it names what it is about; the second belongs to the question that was
 * asked with it, and an old button of that group does nothing but say where things stand now.
 */
export const actionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('menu') }),
  z.object({ do: z.literal('help') }),
  z.object({ do: z.literal('kind'), kind: z.enum(kindIds) }),
  z.object({ do: z.literal('matters'), page: z.int().min(0) }),
  z.object({ do: z.literal('matter'), referral }),
  z.object({ do: z.literal('write'), referral }),
  z.object({ do: z.literal('withdraw'), referral }),
  z.object({ do: z.literal('reopen'), referral }),
  z.object({ do: z.literal('helped'), referral, helped: z.boolean() }),
  z.object({ do: z.literal('needHelp'), referral }),
  z.object({ do: z.literal('human') }),
  z.object({ do: z.literal('checkIn') }),
  z.object({ do: z.literal('myInformation') }),
  z.object({ do: z.literal('language'), locale: localeSchema }),

  z.object({ do: z.literal('queue'), page: z.int().min(0) }),
  z.object({ do: z.literal('open'), referral }),
  z.object({ do: z.literal('claim'), referral }),
  z.object({ do: z.literal('answer'), referral }),
  z.object({ do: z.literal('ask'), referral }),
  z.object({ do: z.literal('askPaper'), referral }),
  z.object({ do: z.literal('paperReceived'), referral }),
  z.object({ do: z.literal('passOn'), referral, page: z.int().min(0) }),
  z.object({ do: z.literal('sendBack'), referral }),
  z.object({ do: z.literal('refuse'), referral }),
  z.object({ do: z.literal('close'), referral }),

  z.object({ do: z.literal('people'), page: z.int().min(0) }),
  z.object({ do: z.literal('reissue'), account: z.uuid() }),
  z.object({ do: z.literal('approvals'), page: z.int().min(0) }),
  z.object({ do: z.literal('approval'), membership: z.uuid() }),
  z.object({ do: z.literal('approve'), membership: z.uuid() }),
  z.object({ do: z.literal('decline'), membership: z.uuid() }),
  z.object({ do: z.literal('calls'), page: z.int().min(0) }),
  z.object({ do: z.literal('call'), task: z.uuid() }),
  z.object({ do: z.literal('called'), task: z.uuid(), reached: z.boolean() }),

  z.object({ do: z.literal('back') }),
  z.object({ do: z.literal('consent'), agreed: z.boolean() }),
  z.object({ do: z.literal('group'), group: z.enum(kindGroups) }),
  z.object({ do: z.literal('option'), option: z.string(), first: z.boolean() }),
  z.object({ do: z.literal('confirm') }),
  z.object({ do: z.literal('leave') }),
  z.object({ do: z.literal('addTo'), referral }),
  z.object({ do: z.literal('crisis'), send: z.boolean() }),
  z.object({ do: z.literal('passOnTo'), referral, department: z.uuid() }),
  z.object({ do: z.literal('change') }),

  ...visitActions,
  ...personActions,
  ...ownDataActions,
  ...registerActions,
  ...phoneActions,
  ...deskActions,
  ...settingsActions,
  ...staffActions,
  ...caseFileActions,
]);
export type Action = z.infer<typeof actionSchema>;

const boundToScreen = new Set<string>([
  'back',
  'consent',
  'group',
  'option',
  'confirm',
  'leave',
  'addTo',
  'crisis',
  'passOnTo',
  'change',
  ...boundVisitActions,
  ...boundPersonActions,
  ...boundOwnDataActions,
  ...boundRegisterActions,
  ...boundPhoneActions,
]);

/** Whether the action only makes sense as the answer to the question now shown. */
export function isBoundToScreen(action: Action): boolean {
  return boundToScreen.has(action.do);
}

/** A stable name for a page's script and for tests; never shown. */
export function nameOfAction(action: Action): string {
  if (isVisitAction(action)) return variantOfVisitAction(action);
  if (isPersonAction(action)) return variantOfPersonAction(action);
  if (isOwnDataAction(action)) return variantOfOwnDataAction(action);
  if (isRegisterAction(action)) return variantOfRegisterAction(action);
  if (isPhoneAction(action)) return variantOfPhoneAction(action);
  if (isCaseFileAction(action)) return variantOfCaseFileAction(action);
  switch (action.do) {
    case 'group':
      return `group:${action.group}`;
    case 'kind':
      return `kind:${action.kind}`;
    case 'consent':
      return action.agreed ? 'consentYes' : 'consentNo';
    case 'option':
      return action.first ? 'firstOption' : 'option';
    case 'helped':
      return action.helped ? 'helpedYes' : 'helpedNo';
    case 'crisis':
      return action.send ? 'crisisYes' : 'crisisNo';
    case 'called':
      return action.reached ? 'calledReached' : 'calledMissed';
    case 'language':
      return `language:${action.locale}`;
    default:
      return action.do;
  }
}

import type { Change } from '../dialogue/outcome.ts';
import { applyCaseFileFact, isCaseFileFact, subjectOfCaseFileFact } from './changes/caseFile.ts';
import { chooseLanguage, closeChat, join, refuseCode, reopenChat } from './changes/chats.ts';
import { applyDeskFact, isDeskFact, subjectOfDeskFact } from './changes/desk.ts';
import { applyImportFact, isImportFact } from './changes/imports.ts';
import { applyOwnDataFact, isOwnDataFact, subjectOfOwnDataFact } from './changes/ownData.ts';
import { agree, approve, callPerson, decline, declineMembership, needCall, reissueLink } from './changes/people.ts';
import { applyPersonFact, isPersonFact, subjectOfPersonFact } from './changes/person.ts';
import { applyPhoneFact, isPhoneFact, subjectOfPhoneFact } from './changes/phone.ts';
import { moveReferral, requestReferral } from './changes/referrals.ts';
import { applyRegisterFact, isRegisterFact, subjectOfRegisterFact } from './changes/register.ts';
import { applySettingFact, isSettingFact, subjectOfSettingFact } from './changes/settings.ts';
import { applyStaffFact, isStaffFact, subjectOfStaffFact } from './changes/staff.ts';
import { applyVisitFact, isVisitFact, subjectOfVisitFact } from './changes/visits.ts';
import { type ApplyContext, addRow } from './context.ts';
import { fieldsWritten, personOf, rowsIn } from './fieldsWritten.ts';

/** The rows of one thing that became true, and its audit row: whose file it is, and which fields were written. */
export async function applyChange(context: ApplyContext, change: Change): Promise<void> {
  const before = rowsIn(context);
  await applyRows(context, change);
  addRow(context, 'audit', {
    actor: context.actor,
    action: change.fact === 'referralMoved' ? change.move : change.fact,
    subjectId: subjectOf(change),
    personId: personOf(change),
    fields: fieldsWritten(context, before),
  });
}

async function applyRows(context: ApplyContext, change: Change): Promise<void> {
  if (isVisitFact(change)) return applyVisitFact(context, change);
  if (isPersonFact(change)) return applyPersonFact(context, change);
  if (isOwnDataFact(change)) return applyOwnDataFact(context, change);
  if (isRegisterFact(change)) return applyRegisterFact(context, change);
  if (isPhoneFact(change)) return applyPhoneFact(context, change);
  if (isDeskFact(change)) return applyDeskFact(context, change);
  if (isSettingFact(change)) return applySettingFact(context, change);
  if (isStaffFact(change)) return applyStaffFact(context, change);
  if (isCaseFileFact(change)) return applyCaseFileFact(context, change);
  if (isImportFact(change)) return applyImportFact(context, change);
  switch (change.fact) {
    case 'languageChosen':
      return chooseLanguage(context, change);
    case 'joined':
      return join(context, change);
    case 'codeRefused':
      return refuseCode(context);
    case 'contactAgreed':
      return agree(context, change);
    case 'contactDeclined':
      return decline(context, change);
    case 'chatBlocked':
      return closeChat(context);
    case 'chatReopened':
      return reopenChat(context);
    case 'referralRequested':
      return requestReferral(context, change);
    case 'referralMoved':
      return moveReferral(context, change);
    case 'linkReissued':
      return reissueLink(context, change);
    case 'membershipApproved':
      return approve(context, change);
    case 'membershipDeclined':
      return declineMembership(context, change);
    case 'personCalled':
      return callPerson(context, change);
    case 'callNeeded':
      return needCall(context, change);
    case 'unreadNoticed':
      context.rows.named.set('unreadHandled', change.messageIds);
      return;
  }
}

function subjectOf(change: Change): string | null {
  if (isVisitFact(change)) return subjectOfVisitFact(change);
  if (isPersonFact(change)) return subjectOfPersonFact(change);
  if (isOwnDataFact(change)) return subjectOfOwnDataFact(change);
  if (isRegisterFact(change)) return subjectOfRegisterFact(change);
  if (isPhoneFact(change)) return subjectOfPhoneFact(change);
  if (isDeskFact(change)) return subjectOfDeskFact(change);
  if (isSettingFact(change)) return subjectOfSettingFact(change);
  if (isStaffFact(change)) return subjectOfStaffFact(change);
  if (isCaseFileFact(change)) return subjectOfCaseFileFact(change);
  if (isImportFact(change)) return change.batch.id;
  switch (change.fact) {
    case 'joined':
      return change.enrolment.account.id;
    case 'contactAgreed':
    case 'contactDeclined':
      return change.person.id;
    case 'referralRequested':
      return change.referral.id;
    case 'referralMoved':
      return change.after.id;
    case 'linkReissued':
      return change.account;
    case 'membershipApproved':
    case 'membershipDeclined':
      return change.membership.id;
    case 'personCalled':
      return change.call.id;
    case 'callNeeded':
      return change.personId;
    case 'languageChosen':
    case 'codeRefused':
    case 'chatBlocked':
    case 'chatReopened':
    case 'unreadNoticed':
      return null;
  }
}

/** Who may do what to whose: the one table that the matrix is made from. */
import type { Actor } from './chat.ts';

/** What somebody is to the person that a thing is about, or to the request. */
export type Relation = 'person' | 'helper' | 'department' | 'station' | 'coordinator' | 'office';

/** Everybody else is nothing to what is here, or there. */
export const relations: Readonly<Record<'here' | 'there', Partial<Record<Actor, Relation>>>> = {
  here: {
    'person-1': 'person',
    'helper-1': 'helper',
    'helper-2': 'helper',
    'staff-human-resources': 'department',
    'staff-jianshe-station': 'station',
    'coordinator-jianshe': 'coordinator',
    office: 'office',
  },
  there: {
    'person-5': 'person',
    'helper-3': 'helper',
    'staff-health': 'department',
    'staff-hexi-station': 'station',
    'coordinator-hexi': 'coordinator',
    office: 'office',
  },
};

const person: readonly Relation[] = ['person'];
const department: readonly Relation[] = ['department'];
const besides: readonly Relation[] = ['helper', 'coordinator'];
const coordinator: readonly Relation[] = ['coordinator'];
const approver: readonly Relation[] = ['coordinator', 'office'];
const office: readonly Relation[] = ['office'];
const caller: readonly Relation[] = ['station', 'coordinator', 'office'];

/** By action: to whom it is there, about what names one of these things. To everybody else the thing is not there. */
export const rights: Readonly<Record<string, readonly Relation[]>> = {
  matter: person,
  write: person,
  withdraw: person,
  reopen: person,
  helped: person,
  needHelp: person,
  declineHelper: person,
  visitAnswer: person,
  visitOn: person,
  consentGiven: person,
  stopConsent: person,
  dropNeed: person,
  open: department,
  claim: department,
  answer: department,
  ask: department,
  askPaper: department,
  paperReceived: department,
  passOn: department,
  sendBack: department,
  refuse: department,
  close: department,
  reopenForPerson: department,
  staffAway: department,
  writeTemplate: department,
  visit: besides,
  logVisit: besides,
  rescheduleVisit: besides,
  notReached: besides,
  proposeVisit: besides,
  helpedPerson: besides,
  logContact: besides,
  report: besides,
  fileFor: besides,
  groupFor: besides,
  kindFor: besides,
  reissue: besides,
  personFile: coordinator,
  chooseHelper: coordinator,
  setHelper: coordinator,
  chooseLeaving: coordinator,
  removeHelper: coordinator,
  visitInterval: coordinator,
  agreeVisits: coordinator,
  checkInInterval: coordinator,
  agreeCheckIns: coordinator,
  shieldAsk: coordinator,
  shield: coordinator,
  paperSeen: coordinator,
  cameInPerson: coordinator,
  lateVisit: coordinator,
  lostPhone: coordinator,
  resend: coordinator,
  coverAbsence: coordinator,
  endAbsence: coordinator,
  receive: ['station', 'coordinator'],
  approval: approver,
  approve: approver,
  decline: approver,
  deskNumber: department,
  deskRefuse: department,
  endDeskSession: department,
  call: caller,
  correctFile: approver,
  proposeClosing: approver,
  reopenFile: approver,
  decideClosing: approver,
  mergeFiles: approver,
  called: caller,
  settingsDepartment: office,
};

const leaders: readonly Relation[] = ['coordinator', 'office'];

/** By page of the desk: to whom it is there, about what its address names. To everybody else there is no such page. */
export const pageRights: Readonly<Record<string, readonly Relation[]>> = {
  '/desk/requests/:referral': department,
  '/desk/templates/:template': department,
  '/desk/reception/:account': ['station', 'coordinator'],
  '/desk/persons/:person': leaders,
  '/desk/persons/:person/edit': leaders,
  '/desk/persons/:person/looks': leaders,
  '/desk/teams/people/:account': coordinator,
  '/desk/teams/:helper': coordinator,
  '/desk/visits/:visit': coordinator,
  '/desk/workers/:account': leaders,
  '/desk/workers/:account/looks': leaders,
  '/desk/calls/:task': caller,
  '/desk/settings/routes/:area/:kind': leaders,
  '/desk/settings/questions/:area/:kind': leaders,
  '/desk/settings/departments/:department': ['office'],
};

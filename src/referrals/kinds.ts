/** The kinds of department that answer requests; each has a public name in locales/<language>/departments.json. */
export const departmentKinds = [
  'humanResources',
  'civilAffairs',
  'rescueStation',
  'streetAffairs',
  'employmentService',
  'medicalInsurance',
  'police',
  'marketRegulation',
  'tax',
  'agriculture',
  'housing',
  'resettlementCentre',
  'legalAid',
  'station',
  'education',
  'health',
  'women',
  'workers',
  'youth',
  'districtJustice',
] as const;
export type DepartmentKind = (typeof departmentKinds)[number];

/** The first menu a person sees; each group opens to at most eight kinds, so that a digit chooses one. */
export const kindGroups = ['livelihood', 'work', 'papers', 'money', 'familyAndLaw', 'health', 'other'] as const;
export type KindGroup = (typeof kindGroups)[number];

/** Asked before a request is sent; its wording is in locales/<language>/kinds.json. Any answer will do. */
export interface Question {
  readonly id: string;
  /** Absent: the answer is free text. */
  readonly options?: readonly string[];
}

/** The time a person is told to expect an answer in; 0 working days is the same day. */
export interface AnswerWithin {
  readonly count: number;
  readonly unit: 'workingDays' | 'calendarDays';
}

export interface RequestKind {
  readonly group: KindGroup;
  /** The default route; an office can route the kind elsewhere. */
  readonly department: DepartmentKind;
  readonly urgent: boolean;
  readonly answerWithin: AnswerWithin;
  readonly questions: readonly Question[];
}

function workingDays(count: number): AnswerWithin {
  return { count, unit: 'workingDays' };
}

function calendarDays(count: number): AnswerWithin {
  return { count, unit: 'calendarDays' };
}

function ordinary(
  group: KindGroup,
  department: DepartmentKind,
  answerWithin: AnswerWithin,
  questions: readonly Question[],
): RequestKind {
  return { group, department, urgent: false, answerWithin, questions };
}

/** Answered the same day, and asks one thing at most. */
function urgent(group: KindGroup, department: DepartmentKind, question: Question): RequestKind {
  return { group, department, urgent: true, answerWithin: workingDays(0), questions: [question] };
}

function choice(id: string, ...options: readonly string[]): Question {
  return { id, options };
}

function freeText(id: string): Question {
  return { id };
}

// Choices spare typing on a borrowed phone, and leave a way not to say. Within a group the order is
// that of the menu.
export const requestKinds = {
  emergencyRelief: urgent('livelihood', 'rescueStation', choice('need', 'food', 'shelter', 'both', 'somethingElse')),
  transitionalStay: urgent(
    'livelihood',
    'resettlementCentre',
    choice('from', 'tonight', 'thisWeek', 'later', 'unsure'),
  ),
  housing: ordinary('livelihood', 'housing', workingDays(20), [
    choice('currentHome', 'withOthers', 'renting', 'unfitHome', 'noFixedPlace', 'unsure'),
    choice('household', 'alone', 'two', 'threeOrMore'),
  ]),
  destituteCare: ordinary('livelihood', 'civilAffairs', workingDays(30), [
    choice('who', 'self', 'family', 'someoneElse'),
    choice('need', 'dailyCare', 'placeToLive', 'treatment', 'unsure'),
  ]),
  jobSearch: ordinary('work', 'employmentService', workingDays(7), [
    choice('work', 'factory', 'buildingSite', 'kitchen', 'driving', 'somethingElse', 'anything'),
    choice('where', 'nearHome', 'inTown', 'anywhere'),
  ]),
  training: ordinary('work', 'humanResources', workingDays(5), [
    choice('trade', 'cooking', 'electricalWork', 'carRepair', 'computers', 'somethingElse', 'unsure'),
    choice('time', 'daytime', 'evening', 'weekend', 'anyTime'),
  ]),
  formerEmployer: ordinary('work', 'humanResources', workingDays(10), [
    freeText('employer'),
    choice('wish', 'goBack', 'papers', 'unpaidWages', 'unsure'),
  ]),
  businessLicence: ordinary('work', 'marketRegulation', workingDays(3), [
    freeText('business'),
    choice('premises', 'found', 'notYet', 'atHome', 'online', 'unsure'),
  ]),
  farmland: ordinary('work', 'agriculture', workingDays(15), [
    freeText('village'),
    choice('matter', 'noLand', 'farmedByOthers', 'rentOut', 'unsure'),
  ]),
  workers: ordinary('work', 'workers', workingDays(5), [
    choice('matter', 'wages', 'injury', 'contract', 'hardship', 'unsure'),
  ]),
  identityCard: ordinary('papers', 'police', calendarDays(60), [
    choice('matter', 'lost', 'expired', 'neverHad', 'unsure'),
    choice('temporaryCard', 'yes', 'no', 'unsure'),
  ]),
  householdRegistration: ordinary('papers', 'police', workingDays(5), [
    choice('matter', 'settle', 'move', 'lostBooklet', 'unsure'),
    freeText('district'),
  ]),
  allowance: ordinary('money', 'streetAffairs', workingDays(25), [
    choice('household', 'alone', 'two', 'threeOrMore'),
    choice('earner', 'yes', 'no', 'unsure'),
  ]),
  socialInsurance: ordinary('money', 'humanResources', workingDays(10), [
    choice('matter', 'resume', 'unemploymentBenefit', 'pension', 'unsure'),
  ]),
  medicalInsurance: ordinary('money', 'medicalInsurance', workingDays(5), [
    choice('matter', 'resume', 'join', 'cardNotWorking', 'unsure'),
  ]),
  taxRelief: ordinary('money', 'tax', workingDays(5), [
    choice('situation', 'ownBusiness', 'startingSoon', 'employed', 'unsure'),
  ]),
  mediation: ordinary('familyAndLaw', 'station', workingDays(10), [
    choice('matter', 'home', 'family', 'neighbours', 'money', 'unsure'),
    choice('firstStep', 'talkToMe', 'contactThem', 'unsure'),
  ]),
  legalAid: ordinary('familyAndLaw', 'legalAid', calendarDays(7), [
    choice('matter', 'unpaidWages', 'injury', 'family', 'debt', 'somethingElse', 'unsure'),
    choice('courtNotice', 'yes', 'no', 'unsure'),
  ]),
  schooling: ordinary('familyAndLaw', 'education', workingDays(10), [
    choice('who', 'self', 'child', 'someoneElse'),
    choice('level', 'primary', 'middle', 'high', 'vocational', 'adult', 'unsure'),
  ]),
  women: ordinary('familyAndLaw', 'women', workingDays(5), [
    choice('matter', 'family', 'children', 'work', 'talk', 'unsure'),
  ]),
  health: urgent('health', 'health', choice('wish', 'talk', 'doctor', 'quitting', 'ratherNotSay')),
  medicalCost: ordinary('health', 'medicalInsurance', workingDays(20), [
    choice('who', 'self', 'family'),
    choice('payment', 'alreadyPaid', 'soon', 'both', 'unsure'),
  ]),
  youth: ordinary('other', 'youth', workingDays(5), [choice('matter', 'study', 'work', 'business', 'talk', 'unsure')]),
  myData: ordinary('other', 'districtJustice', workingDays(5), [
    choice('matter', 'see', 'correct', 'erase', 'complaint', 'changeContact', 'unsure'),
    freeText('details'),
  ]),
  other: ordinary('other', 'station', workingDays(1), [freeText('details')]),
} as const satisfies Record<string, RequestKind>;
export type KindId = keyof typeof requestKinds;

/** The police station receives only what a person asked it for: registration and identity card. */
export function mayReceive(department: DepartmentKind, kind: KindId): boolean {
  return department !== 'police' || requestKinds[kind].department === 'police';
}

export const kindIds: readonly KindId[] = Object.keys(requestKinds) as KindId[];

/** The kinds of one group, in the order of its menu. */
export function kindsOfGroup(group: KindGroup): readonly KindId[] {
  return kindIds.filter((id) => requestKinds[id].group === group);
}

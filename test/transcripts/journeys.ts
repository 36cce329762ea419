import type { Scene } from './theatre.ts';

const ask = (...actions: string[]): Scene[] => actions.map((tap) => ({ who: 'person', tap }));
const help = (...actions: string[]): Scene[] => actions.map((tap) => ({ who: 'helper', tap }));
const serve = (...actions: string[]): Scene[] => actions.map((tap) => ({ who: 'staff', tap }));
const menu = (who: 'person' | 'helper' | 'staff' | 'coordinator' | 'office'): Scene => ({ who, say: '/menu' });

const coordinate = (...actions: string[]): Scene[] => actions.map((tap) => ({ who: 'coordinator', tap }));
const oversee = (...actions: string[]): Scene[] => actions.map((tap) => ({ who: 'office', tap }));

const arrival: Scene[] = [menu('person'), ...ask('checkIn', 'staying:family', 'keepPhone', 'basicNeeds')];
const training: Scene[] = [
  menu('person'),
  ...ask('help', 'group:work', 'kind:training', 'firstOption', 'firstOption', 'confirm'),
];
const words = {
  'zh-CN': '下周一上午九点到市民路6号报名，带身份证。',
  en: 'Please come on Monday at nine, 6 Shimin Road, with your identity card.',
};

/** Every journey, to be printed and read aloud as whoever gets the messages. */
export const journeys: Readonly<Record<string, readonly Scene[]>> = {
  'somebody reports in': arrival,
  'somebody reports in and lacks a roof': [
    menu('person'),
    ...ask('checkIn', 'staying:nowhere', 'keepPhone', 'basicNeed:noWork', 'basicNeeds'),
  ],
  'a request, its answer, and whether it helped': [
    ...training,
    ...serve('claim', 'answer'),
    { who: 'staff', say: words },
    ...serve('confirm'),
    ...ask('helpedYes'),
  ],
  'a paper is missing, and help with it': [
    ...training,
    ...serve('claim', 'askPaper'),
    { who: 'staff', say: { 'zh-CN': '毕业证', en: 'your school certificate' } },
    ...serve('confirm'),
    { who: 'person', say: { 'zh-CN': '帮忙', en: 'help' } },
  ],
  'a no, with a reason and a way on': [
    ...training,
    ...serve('claim', 'refuse'),
    { who: 'staff', say: { 'zh-CN': '这一期满员了', en: 'this course is full' } },
    { who: 'staff', say: { 'zh-CN': '报十月的班', en: 'put your name down for October' } },
    ...serve('confirm'),
  ],
  'the check-in of the month': [
    ...arrival,
    { at: '2026-10-21 09:30' },
    ...ask('unfold', 'feel:soSo', 'myNeed:noWork', 'myNeeds', 'callMeYes'),
  ],
  'a check-in that nobody answers': [
    ...arrival,
    { at: '2026-10-21 09:30' },
    { at: '2026-10-23 09:30' },
    { at: '2026-10-26 08:30' },
  ],
  'what is held about somebody, and what they agreed to': [
    ...arrival,
    ...training,
    menu('person'),
    ...ask('myInformation', 'ownData:self', 'back', 'ownData:onFile', 'back', 'ownData:contacts', 'back'),
    ...ask('ownData:consents', 'consentGiven', 'stopConsent'),
    ...ask('myInformation', 'ownData:copy', 'makeCopy', 'ownData:keeping'),
  ],
  'somebody corrects their name': [
    ...arrival,
    ...ask('myInformation', 'ownData:correct', 'correct:name'),
    { who: 'person', say: '周念平' },
  ],
  'somebody has themselves erased': [
    ...training,
    menu('person'),
    ...ask('myInformation', 'ownData:keeping', 'ownData:erase', 'eraseGoOn', 'eraseNow'),
  ],
  'reminders are paused, and help is not': [
    ...arrival,
    menu('person'),
    ...ask('myHelpers', 'pauseReminders'),
    { at: '2026-10-21 09:30' },
    ...training,
  ],
  'a visit: asked, agreed, made, logged': [
    ...arrival,
    { at: '2026-09-22 08:30' },
    ...help('visit', 'proposeVisit', 'pickDay:2026-09-23'),
    ...ask('unfold', 'visitAnswer:yes'),
    { at: '2026-09-23 08:30' },
    ...help('visit', 'logVisit', 'how:home', 'met', 'needSeen:noWork', 'needsSeen'),
    { who: 'helper', say: { 'zh-CN': '精神不错，想找活干。', en: 'In good spirits, wants to work.' } },
  ],
  'another day, or somebody else': [
    ...arrival,
    { at: '2026-09-22 08:30' },
    ...help('visit', 'proposeVisit', 'pickDay:2026-09-23'),
    ...ask('unfold'),
    { who: 'person', say: { 'zh-CN': '换', en: 'swap' } },
  ],
  'nobody was reached': [...arrival, { at: '2026-09-24 08:30' }, ...help('visit', 'notReached', 'notMet:notHome')],
  'something urgent is reported': [
    menu('helper'),
    ...help('dueVisits', 'myPeople', 'helpedPerson', 'report', 'triggerSeen:hardship', 'reportUrgent'),
  ],
  'somebody tells it themselves': [
    ...arrival,
    menu('person'),
    ...ask('myHelpers', 'tellTrigger', 'ownTrigger:family', 'ownTriggerDays'),
  ],
  'beside somebody without a phone': [
    ...arrival,
    { at: '2026-09-22 08:30' },
    ...help('visit', 'fileFor', 'groupFor:work', 'kindFor:training', 'optionFor'),
    { who: 'helper', say: { 'zh-CN': '周末', en: 'weekends' } },
    ...help('spokenYes'),
  ],
  'a helper is away': [
    ...arrival,
    menu('helper'),
    ...help('dueVisits', 'away', 'pickDay:2026-09-22', 'standIn:nobody'),
    { at: '2026-09-22 08:30' },
  ],
  'why did I get this?': [
    ...arrival,
    { at: '2026-09-22 08:30' },
    { who: 'helper', say: { 'zh-CN': '为什么发给我？', en: 'Why did I get this?' } },
  ],
  'a person is registered, and looks like somebody on file': [
    menu('coordinator'),
    ...coordinate('register'),
    { who: 'coordinator', say: '林小满' },
    ...coordinate('registerDay'),
    { who: 'coordinator', say: '0000-5550199' },
    ...coordinate('registerNone', 'registerConfirm'),
  ],
  'a helper joins the team, and the person may decline': [
    menu('coordinator'),
    ...coordinate('roster', 'findPerson'),
    { who: 'coordinator', say: '周念安' },
    ...coordinate('personFile', 'chooseLeaving', 'removeHelper', 'personFile', 'chooseHelper', 'setHelper'),
    ...ask('declineHelper'),
  ],
  'the paper is seen': [...arrival, menu('coordinator'), ...coordinate('arrivals')],
  'somebody does not come': [{ at: '2026-09-29 09:00' }, { at: '2026-09-29 17:00' }],
  'what is overdue, and one tap to say so': [
    ...arrival,
    { at: '2026-09-30 17:00' },
    menu('coordinator'),
    ...coordinate('overdue', 'lateHelpers', 'lateOf', 'nudgeHelper'),
    menu('office'),
    ...oversee('areaCounts'),
  ],
  'somebody looks over a shoulder, and the phone was borrowed': [
    menu('person'),
    { who: 'person', say: { 'zh-CN': '收起', en: 'hide' } },
    menu('person'),
    ...ask('phone', 'tellPlainly', 'tellFolded'),
    { who: 'person', say: { 'zh-CN': '这不是我的手机', en: 'this is not my phone' } },
    ...ask('leavePhoneNow'),
  ],
  'a phone is lost': [menu('coordinator'), ...coordinate('people', 'reissue', 'lostPhone')],
  'a colleague leaves': [menu('coordinator'), ...coordinate('roster', 'workers', 'worker', 'takeOff')],
  'the helping period ends': [...arrival, { at: '2031-09-17 09:30' }, ...ask('unfold')],
};

import arrivalEnglish from '../../locales/en/arrival.json' with { type: 'json' };
import arrivalsEnglish from '../../locales/en/arrivals.json' with { type: 'json' };
import cardEnglish from '../../locales/en/card.json' with { type: 'json' };
import checkInEnglish from '../../locales/en/checkIn.json' with { type: 'json' };
import commonEnglish from '../../locales/en/common.json' with { type: 'json' };
import composingEnglish from '../../locales/en/composing.json' with { type: 'json' };
import coordinationEnglish from '../../locales/en/coordination.json' with { type: 'json' };
import copyEnglish from '../../locales/en/copy.json' with { type: 'json' };
import departmentsEnglish from '../../locales/en/departments.json' with { type: 'json' };
import deskEnglish from '../../locales/en/desk.json' with { type: 'json' };
import deskCardsEnglish from '../../locales/en/deskCards.json' with { type: 'json' };
import deskFileEnglish from '../../locales/en/deskFile.json' with { type: 'json' };
import deskImportEnglish from '../../locales/en/deskImport.json' with { type: 'json' };
import deskLoginEnglish from '../../locales/en/deskLogin.json' with { type: 'json' };
import deskQueueEnglish from '../../locales/en/deskQueue.json' with { type: 'json' };
import deskReceptionEnglish from '../../locales/en/deskReception.json' with { type: 'json' };
import deskRecordsEnglish from '../../locales/en/deskRecords.json' with { type: 'json' };
import deskRegisterEnglish from '../../locales/en/deskRegister.json' with { type: 'json' };
import deskSettingsEnglish from '../../locales/en/deskSettings.json' with { type: 'json' };
import deskStatisticsEnglish from '../../locales/en/deskStatistics.json' with { type: 'json' };
import deskTeamsEnglish from '../../locales/en/deskTeams.json' with { type: 'json' };
import deskTemplatesEnglish from '../../locales/en/deskTemplates.json' with { type: 'json' };
import deskTodayEnglish from '../../locales/en/deskToday.json' with { type: 'json' };
import deskVisitsEnglish from '../../locales/en/deskVisits.json' with { type: 'json' };
import deskWorkersEnglish from '../../locales/en/deskWorkers.json' with { type: 'json' };
import filingEnglish from '../../locales/en/filing.json' with { type: 'json' };
import formatEnglish from '../../locales/en/format.json' with { type: 'json' };
import helpEnglish from '../../locales/en/help.json' with { type: 'json' };
import helpersEnglish from '../../locales/en/helpers.json' with { type: 'json' };
import introductionsEnglish from '../../locales/en/introductions.json' with { type: 'json' };
import joiningEnglish from '../../locales/en/joining.json' with { type: 'json' };
import keywordsEnglish from '../../locales/en/keywords.json' with { type: 'json' };
import kindsEnglish from '../../locales/en/kinds.json' with { type: 'json' };
import mattersEnglish from '../../locales/en/matters.json' with { type: 'json' };
import menuEnglish from '../../locales/en/menu.json' with { type: 'json' };
import overdueEnglish from '../../locales/en/overdue.json' with { type: 'json' };
import ownDataEnglish from '../../locales/en/ownData.json' with { type: 'json' };
import pageEnglish from '../../locales/en/page.json' with { type: 'json' };
import periodEnglish from '../../locales/en/period.json' with { type: 'json' };
import phoneEnglish from '../../locales/en/phone.json' with { type: 'json' };
import problemEnglish from '../../locales/en/problem.json' with { type: 'json' };
import queueEnglish from '../../locales/en/queue.json' with { type: 'json' };
import registerEnglish from '../../locales/en/register.json' with { type: 'json' };
import reportsEnglish from '../../locales/en/reports.json' with { type: 'json' };
import rosterEnglish from '../../locales/en/roster.json' with { type: 'json' };
import stationEnglish from '../../locales/en/station.json' with { type: 'json' };
import streetEnglish from '../../locales/en/street.json' with { type: 'json' };
import takingOffEnglish from '../../locales/en/takingOff.json' with { type: 'json' };
import teamsEnglish from '../../locales/en/teams.json' with { type: 'json' };
import telegramEnglish from '../../locales/en/telegram.json' with { type: 'json' };
import undeliveredEnglish from '../../locales/en/undelivered.json' with { type: 'json' };
import visitAnswerEnglish from '../../locales/en/visitAnswer.json' with { type: 'json' };
import visitsEnglish from '../../locales/en/visits.json' with { type: 'json' };
import whoLookedEnglish from '../../locales/en/whoLooked.json' with { type: 'json' };
import whyEnglish from '../../locales/en/why.json' with { type: 'json' };
import arrivalChinese from '../../locales/zh-CN/arrival.json' with { type: 'json' };
import arrivalsChinese from '../../locales/zh-CN/arrivals.json' with { type: 'json' };
import cardChinese from '../../locales/zh-CN/card.json' with { type: 'json' };
import checkInChinese from '../../locales/zh-CN/checkIn.json' with { type: 'json' };
import commonChinese from '../../locales/zh-CN/common.json' with { type: 'json' };
import composingChinese from '../../locales/zh-CN/composing.json' with { type: 'json' };
import coordinationChinese from '../../locales/zh-CN/coordination.json' with { type: 'json' };
import copyChinese from '../../locales/zh-CN/copy.json' with { type: 'json' };
import departmentsChinese from '../../locales/zh-CN/departments.json' with { type: 'json' };
import deskChinese from '../../locales/zh-CN/desk.json' with { type: 'json' };
import deskCardsChinese from '../../locales/zh-CN/deskCards.json' with { type: 'json' };
import deskFileChinese from '../../locales/zh-CN/deskFile.json' with { type: 'json' };
import deskImportChinese from '../../locales/zh-CN/deskImport.json' with { type: 'json' };
import deskLoginChinese from '../../locales/zh-CN/deskLogin.json' with { type: 'json' };
import deskQueueChinese from '../../locales/zh-CN/deskQueue.json' with { type: 'json' };
import deskReceptionChinese from '../../locales/zh-CN/deskReception.json' with { type: 'json' };
import deskRecordsChinese from '../../locales/zh-CN/deskRecords.json' with { type: 'json' };
import deskRegisterChinese from '../../locales/zh-CN/deskRegister.json' with { type: 'json' };
import deskSettingsChinese from '../../locales/zh-CN/deskSettings.json' with { type: 'json' };
import deskStatisticsChinese from '../../locales/zh-CN/deskStatistics.json' with { type: 'json' };
import deskTeamsChinese from '../../locales/zh-CN/deskTeams.json' with { type: 'json' };
import deskTemplatesChinese from '../../locales/zh-CN/deskTemplates.json' with { type: 'json' };
import deskTodayChinese from '../../locales/zh-CN/deskToday.json' with { type: 'json' };
import deskVisitsChinese from '../../locales/zh-CN/deskVisits.json' with { type: 'json' };
import deskWorkersChinese from '../../locales/zh-CN/deskWorkers.json' with { type: 'json' };
import filingChinese from '../../locales/zh-CN/filing.json' with { type: 'json' };
import formatChinese from '../../locales/zh-CN/format.json' with { type: 'json' };
import helpChinese from '../../locales/zh-CN/help.json' with { type: 'json' };
import helpersChinese from '../../locales/zh-CN/helpers.json' with { type: 'json' };
import introductionsChinese from '../../locales/zh-CN/introductions.json' with { type: 'json' };
import joiningChinese from '../../locales/zh-CN/joining.json' with { type: 'json' };
import keywordsChinese from '../../locales/zh-CN/keywords.json' with { type: 'json' };
import kindsChinese from '../../locales/zh-CN/kinds.json' with { type: 'json' };
import mattersChinese from '../../locales/zh-CN/matters.json' with { type: 'json' };
import menuChinese from '../../locales/zh-CN/menu.json' with { type: 'json' };
import overdueChinese from '../../locales/zh-CN/overdue.json' with { type: 'json' };
import ownDataChinese from '../../locales/zh-CN/ownData.json' with { type: 'json' };
import pageChinese from '../../locales/zh-CN/page.json' with { type: 'json' };
import periodChinese from '../../locales/zh-CN/period.json' with { type: 'json' };
import phoneChinese from '../../locales/zh-CN/phone.json' with { type: 'json' };
import problemChinese from '../../locales/zh-CN/problem.json' with { type: 'json' };
import queueChinese from '../../locales/zh-CN/queue.json' with { type: 'json' };
import registerChinese from '../../locales/zh-CN/register.json' with { type: 'json' };
import reportsChinese from '../../locales/zh-CN/reports.json' with { type: 'json' };
import rosterChinese from '../../locales/zh-CN/roster.json' with { type: 'json' };
import stationChinese from '../../locales/zh-CN/station.json' with { type: 'json' };
import streetChinese from '../../locales/zh-CN/street.json' with { type: 'json' };
import takingOffChinese from '../../locales/zh-CN/takingOff.json' with { type: 'json' };
import teamsChinese from '../../locales/zh-CN/teams.json' with { type: 'json' };
import telegramChinese from '../../locales/zh-CN/telegram.json' with { type: 'json' };
import undeliveredChinese from '../../locales/zh-CN/undelivered.json' with { type: 'json' };
import visitAnswerChinese from '../../locales/zh-CN/visitAnswer.json' with { type: 'json' };
import visitsChinese from '../../locales/zh-CN/visits.json' with { type: 'json' };
import whoLookedChinese from '../../locales/zh-CN/whoLooked.json' with { type: 'json' };
import whyChinese from '../../locales/zh-CN/why.json' with { type: 'json' };

/** All texts, by language and file. Static imports, so that every runtime's bundler finds them. */
export default {
  'zh-CN': {
    arrival: arrivalChinese,
    card: cardChinese,
    copy: copyChinese,
    checkIn: checkInChinese,
    helpers: helpersChinese,
    introductions: introductionsChinese,
    ownData: ownDataChinese,
    period: periodChinese,
    undelivered: undeliveredChinese,
    visitAnswer: visitAnswerChinese,
    whoLooked: whoLookedChinese,
    why: whyChinese,
    common: commonChinese,
    composing: composingChinese,
    coordination: coordinationChinese,
    departments: departmentsChinese,
    desk: deskChinese,
    deskCards: deskCardsChinese,
    deskFile: deskFileChinese,
    deskRegister: deskRegisterChinese,
    deskToday: deskTodayChinese,
    deskImport: deskImportChinese,
    deskStatistics: deskStatisticsChinese,
    deskQueue: deskQueueChinese,
    deskLogin: deskLoginChinese,
    deskSettings: deskSettingsChinese,
    deskReception: deskReceptionChinese,
    deskTemplates: deskTemplatesChinese,
    deskRecords: deskRecordsChinese,
    deskTeams: deskTeamsChinese,
    deskVisits: deskVisitsChinese,
    deskWorkers: deskWorkersChinese,
    filing: filingChinese,
    format: formatChinese,
    help: helpChinese,
    joining: joiningChinese,
    keywords: keywordsChinese,
    kinds: kindsChinese,
    matters: mattersChinese,
    menu: menuChinese,
    page: pageChinese,
    phone: phoneChinese,
    problem: problemChinese,
    queue: queueChinese,
    station: stationChinese,
    street: streetChinese,
    reports: reportsChinese,
    visits: visitsChinese,
    register: registerChinese,
    roster: rosterChinese,
    teams: teamsChinese,
    arrivals: arrivalsChinese,
    overdue: overdueChinese,
    takingOff: takingOffChinese,
    telegram: telegramChinese,
  },
  en: {
    arrival: arrivalEnglish,
    card: cardEnglish,
    copy: copyEnglish,
    checkIn: checkInEnglish,
    helpers: helpersEnglish,
    introductions: introductionsEnglish,
    ownData: ownDataEnglish,
    period: periodEnglish,
    undelivered: undeliveredEnglish,
    visitAnswer: visitAnswerEnglish,
    whoLooked: whoLookedEnglish,
    why: whyEnglish,
    common: commonEnglish,
    composing: composingEnglish,
    coordination: coordinationEnglish,
    departments: departmentsEnglish,
    desk: deskEnglish,
    deskCards: deskCardsEnglish,
    deskFile: deskFileEnglish,
    deskRegister: deskRegisterEnglish,
    deskToday: deskTodayEnglish,
    deskImport: deskImportEnglish,
    deskStatistics: deskStatisticsEnglish,
    deskQueue: deskQueueEnglish,
    deskLogin: deskLoginEnglish,
    deskSettings: deskSettingsEnglish,
    deskReception: deskReceptionEnglish,
    deskTemplates: deskTemplatesEnglish,
    deskRecords: deskRecordsEnglish,
    deskTeams: deskTeamsEnglish,
    deskVisits: deskVisitsEnglish,
    deskWorkers: deskWorkersEnglish,
    filing: filingEnglish,
    format: formatEnglish,
    help: helpEnglish,
    joining: joiningEnglish,
    keywords: keywordsEnglish,
    kinds: kindsEnglish,
    matters: mattersEnglish,
    menu: menuEnglish,
    page: pageEnglish,
    phone: phoneEnglish,
    problem: problemEnglish,
    queue: queueEnglish,
    station: stationEnglish,
    street: streetEnglish,
    reports: reportsEnglish,
    visits: visitsEnglish,
    register: registerEnglish,
    roster: rosterEnglish,
    teams: teamsEnglish,
    arrivals: arrivalsEnglish,
    overdue: overdueEnglish,
    takingOff: takingOffEnglish,
    telegram: telegramEnglish,
  },
} as const;

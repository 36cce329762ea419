import { describe, expect, it } from 'vitest';
import { departmentKinds, kindGroups, kindIds, kindsOfGroup, requestKinds } from '../../src/referrals/kinds.ts';

const answers = {
  training: ['humanResources', 5, 'workingDays'],
  allowance: ['streetAffairs', 25, 'workingDays'],
  emergencyRelief: ['rescueStation', 0, 'workingDays'],
  destituteCare: ['civilAffairs', 30, 'workingDays'],
  jobSearch: ['employmentService', 7, 'workingDays'],
  formerEmployer: ['humanResources', 10, 'workingDays'],
  socialInsurance: ['humanResources', 10, 'workingDays'],
  medicalInsurance: ['medicalInsurance', 5, 'workingDays'],
  medicalCost: ['medicalInsurance', 20, 'workingDays'],
  householdRegistration: ['police', 5, 'workingDays'],
  identityCard: ['police', 60, 'calendarDays'],
  businessLicence: ['marketRegulation', 3, 'workingDays'],
  taxRelief: ['tax', 5, 'workingDays'],
  farmland: ['agriculture', 15, 'workingDays'],
  housing: ['housing', 20, 'workingDays'],
  transitionalStay: ['resettlementCentre', 0, 'workingDays'],
  legalAid: ['legalAid', 7, 'calendarDays'],
  mediation: ['station', 10, 'workingDays'],
  schooling: ['education', 10, 'workingDays'],
  health: ['health', 0, 'workingDays'],
  women: ['women', 5, 'workingDays'],
  workers: ['workers', 5, 'workingDays'],
  youth: ['youth', 5, 'workingDays'],
  myData: ['districtJustice', 5, 'workingDays'],
  other: ['station', 1, 'workingDays'],
};

describe('the kinds of request', () => {
  it('go where the routing table says, answered when it says', () => {
    const routed = kindIds.map((id) => {
      const { department, answerWithin } = requestKinds[id];
      return [id, [department, answerWithin.count, answerWithin.unit]];
    });
    expect(Object.fromEntries(routed)).toEqual(answers);
  });

  it('are urgent exactly when they are promised the same day', () => {
    const urgent = kindIds.filter((id) => requestKinds[id].urgent);
    expect([...urgent].sort()).toEqual(['emergencyRelief', 'health', 'transitionalStay']);
    expect(urgent).toEqual(kindIds.filter((id) => requestKinds[id].answerWithin.count === 0));
  });

  it('let only identity papers reach the police', () => {
    const reaching = kindIds.filter((id) => requestKinds[id].department === 'police');
    expect([...reaching].sort()).toEqual(['householdRegistration', 'identityCard']);
  });

  it('each stand in one group, and a group fits a numbered menu', () => {
    const listed = kindGroups.flatMap((group) => kindsOfGroup(group));
    expect([...listed].sort()).toEqual([...kindIds].sort());
    for (const group of kindGroups) {
      expect(kindsOfGroup(group).length, group).toBeGreaterThanOrEqual(1);
      expect(kindsOfGroup(group).length, group).toBeLessThanOrEqual(8);
    }
  });

  it.each(kindIds)('%s asks little', (id) => {
    const { department, questions, urgent } = requestKinds[id];
    expect(departmentKinds).toContain(department);
    expect(questions.length).toBeLessThanOrEqual(urgent ? 1 : 3);
    expect(new Set(questions.map((question) => question.id)).size).toBe(questions.length);
    for (const { options } of questions) {
      if (!options) continue;
      expect(options.length).toBeGreaterThanOrEqual(2);
      expect(options.length).toBeLessThanOrEqual(6);
      expect(new Set(options).size).toBe(options.length);
    }
  });

  it('leave a way without choosing when it is urgent or unclear', () => {
    expect(requestKinds.other.questions).toEqual([{ id: 'details' }]);
    expect(requestKinds.health.questions[0]?.options).toContain('ratherNotSay');
  });
});

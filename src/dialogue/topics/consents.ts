/** What a person agreed to: each yes by itself, as it was given, and withdrawn with a second tap. */
import { dayOf } from '../../calendar/day.ts';
import type { Consent } from '../../people/consent.ts';
import { moved } from '../../referrals/lifeCycle.ts';
import type { Referral } from '../../referrals/referral.ts';
import type { Change, Choice, Message, Outcome, Step } from '../outcome.ts';
import { type Line, line, type Parameter } from '../parameter.ts';
import type { OwnData, World } from '../world.ts';
import { wordsOf } from './asking.ts';
import { declined } from './joining.ts';
import { toldOfWithdrawal } from './matters.ts';
import { menuChoice } from './menu.ts';
import { ownDataScreen, withOwnData } from './ownData.ts';

const listed = 7;

/** What stands for long first, then the requests, the newest first. */
export function listConsents(world: World, page: number, first: readonly Line[] = []): Step {
  return withOwnData(world, ({ consents }) => {
    const ordered = [
      ...consents.filter(({ purpose }) => purpose !== 'passOn'),
      ...consents.filter(({ purpose }) => purpose === 'passOn').reverse(),
    ];
    const shown = ordered.slice(page * listed, page * listed + listed);
    const more: Choice[] =
      ordered.length > (page + 1) * listed
        ? [{ label: line('common:more'), action: { do: 'consents', page: page + 1 } }]
        : [];
    return ownDataScreen(
      'consents',
      [...first, line(shown.length === 0 ? 'ownData:consentsNone' : 'ownData:consentsTitle')],
      [...shown.map(consentChoice), ...more, ...storyChoice(world, consents)],
    );
  });
}

function consentChoice(consent: Consent): Choice {
  return {
    label: line(`ownData:consentItem.${consent.purpose}`, partsOf(consent)),
    action: { do: 'consentGiven', consent: consent.id },
  };
}

function storyChoice({ person }: World, consents: readonly Consent[]): Choice[] {
  if (person?.state !== 'agreed' || consents.some(({ purpose }) => purpose === 'story')) return [];
  return [{ label: line('ownData:storyNotYet'), action: { do: 'askStory' } }];
}

/** The names that a purpose's texts have gaps for. */
function partsOf({ purpose, kind, departmentId, accountId }: Consent): Record<string, Parameter> {
  if (purpose === 'passOn' && kind !== null && departmentId !== null)
    return { kind: { kind }, department: { department: departmentId } };
  return purpose === 'volunteer' && accountId !== null ? { helper: { name: accountId } } : {};
}

/** One of them in full: what for, exactly what with it, when, in which wording. */
export function consentLines(consent: Consent): Line[] {
  const { purpose, givenAt, wording, spokenTo } = consent;
  return [
    line(`ownData:consentAbout.${purpose}`, partsOf(consent)),
    ...consent.fields.map((field) => fieldLine(consent, field)),
    ...(purpose === 'passOn' ? [line('help:onward')] : []),
    line('ownData:consentGiven', { date: { day: dayOf(new Date(givenAt)) }, wording: { number: wording } }),
    ...(spokenTo === null ? [] : [line('ownData:consentSpoken', { helper: { name: spokenTo } })]),
  ];
}

export function showConsent(world: World, consentId: string): Step {
  return withConsent(world, consentId, (consent) =>
    ownDataScreen('consents', consentLines(consent), [
      {
        label: line(`ownData:stop.${consent.purpose}`, partsOf(consent)),
        action: { do: 'stopConsent', consent: consent.id },
      },
    ]),
  );
}

function fieldLine({ kind }: Consent, field: string): Line {
  if (field === 'name' || field === 'phone' || field === 'words') return line(`ownData:field.${field}`);
  const [question = '', wording] = field.split('@');
  return line('ownData:field.other', { label: wordsOf(wording, { kind: kind ?? 'other', question, part: 'label' }) });
}

/** It ends at this moment, and with it whatever rests on it. */
export function stopConsent(world: World, consentId: string): Step {
  return withConsent(world, consentId, (consent, data) => {
    switch (consent.purpose) {
      case 'contact':
        return stopContact(world);
      case 'passOn':
        return stopPassingOn(world, consent, data);
      case 'volunteer':
        return stopVolunteer(world, consent, data);
      case 'story':
        return afterStopping(world, consent, data, line('ownData:stopped'), [
          { fact: 'consentWithdrawn', consent: versioned(consent) },
        ]);
    }
  });
}

function stopContact(world: World): Step {
  const { person } = world;
  return person === null || person.state === 'declined'
    ? listConsents(world, 0, [line('ownData:gone')])
    : declined(world, person, [{ fact: 'contactDeclined', person }]);
}

/** A request that is still open is withdrawn with the yes it rests on: the department stops, and is told no more than that. */
function stopPassingOn(world: World, consent: Consent, data: OwnData): Step {
  const referral = data.requests.find(({ id }) => id === consent.referralId);
  const after = referral === undefined ? undefined : moved(referral, 'withdrawn');
  const ended: Change = { fact: 'consentWithdrawn', consent: versioned(consent) };
  if (referral === undefined || after === undefined)
    return afterStopping(world, consent, data, line('ownData:stopped'), [ended]);
  const said = line('ownData:stoppedRequest', {
    kind: { kind: referral.kind },
    department: { department: referral.departmentId },
  });
  return afterStopping(world, consent, data, said, [withdrawal(world, referral, after)], [toldOfWithdrawal(referral)]);
}

function withdrawal(world: World, before: Referral, after: Referral): Change {
  return {
    fact: 'referralMoved',
    move: 'withdrawn',
    before,
    after,
    eventId: world.draw.id(),
    text: null,
    personAccountId: world.account?.id ?? '',
  };
}

function stopVolunteer(world: World, consent: Consent, data: OwnData): Step {
  const member = data.file.team.find(({ accountId }) => accountId === consent.accountId);
  const told: Message[] =
    consent.accountId === null
      ? []
      : [{ to: { account: consent.accountId }, lines: [line('ownData:leftToHelper')], choices: [menuChoice] }];
  return afterStopping(
    world,
    consent,
    data,
    line('ownData:stopped'),
    [
      {
        fact: 'volunteerStopped',
        consent: versioned(consent),
        member: member === undefined ? null : { id: member.id, version: member.version },
      },
    ],
    told,
  );
}

/** What it would mean, before any yes. */
export function askStory(): Outcome {
  return ownDataScreen(
    'consents',
    [line('ownData:storyAsk')],
    [{ label: line('ownData:storyYes'), action: { do: 'agreeToStory' } }],
  );
}

export function agreeToStory(world: World): Step {
  return withOwnData(world, (data) => {
    const { person } = world;
    if (person?.state !== 'agreed' || data.consents.some(({ purpose }) => purpose === 'story'))
      return listConsents(world, 0);
    return ownDataScreen('consents', [line('ownData:storyAgreed')], [], {
      changes: [{ fact: 'storyAgreed', personId: person.id }],
    });
  });
}

/** The list as it is without the one that was just stopped. */
function afterStopping(
  world: World,
  stopped: Consent,
  data: OwnData,
  said: Line,
  changes: readonly Change[],
  messages: readonly Message[] = [],
): Step {
  const consents = data.consents.filter(({ id }) => id !== stopped.id);
  const found = world.found === null ? null : { ...world.found, ownData: { ...data, consents } };
  const outcome = listConsents({ ...world, found }, 0, [said]);
  return 'search' in outcome ? outcome : { ...outcome, changes, messages: [...outcome.messages, ...messages] };
}

function versioned({ id, version }: Consent): Pick<Consent, 'id' | 'version'> {
  return { id, version };
}

function withConsent(world: World, consentId: string, then: (consent: Consent, data: OwnData) => Step): Step {
  return withOwnData(world, (data) => {
    const consent = data.consents.find(({ id }) => id === consentId);
    return consent === undefined ? listConsents(world, 0, [line('ownData:gone')]) : then(consent, data);
  });
}

import { checkInIntervals } from '../../people/checkIn.ts';
import type { PersonFile, TeamMember } from '../../people/personFile.ts';
import { type VisitInterval, visitIntervals } from '../../visits/plan.ts';
import { replanned } from '../../visits/settle.ts';
import { type Change, type Choice, type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { introductionMessages } from './introductions.ts';
import { mainMenu, menuChoice } from './menu.ts';
import { showPerson, withFile, withFound } from './roster.ts';

/** Who could help this person, who helps the fewest first. `instead`: the member of the team whose place it is. */
export function chooseHelper(world: World, account: string, instead: string | null, page: number): Step {
  return withFound(
    world,
    { what: 'candidates', accountId: account, working: instead !== null, page },
    ({ file, helpers }) => {
      if (file === null) return saidFirst([line('common:notYours')], mainMenu(world));
      if (file.person.shielded) return noHelperFor(account);
      if (helpers.length === 0) return saidFirst([line('teams:noCandidates')], mainMenu(world));
      const choices: Choice[] = helpers.slice(0, 7).map(({ accountId, isVolunteer, people }) => ({
        label: line(isVolunteer ? 'teams:volunteer' : 'teams:helper', {
          name: { name: accountId },
          count: { number: String(people) },
        }),
        action: { do: 'setHelper', account, helper: accountId, instead },
      }));
      const more: Choice[] =
        helpers.length > 7
          ? [{ label: line('common:more'), action: { do: 'chooseHelper', account, instead, page: page + 1 } }]
          : [];
      const title = line(instead === null ? 'teams:whom' : 'teams:whomInstead', { name: { name: account } });
      return reply({ name: 'menu' }, [title], [...choices, ...more, fileChoice(account), menuChoice]);
    },
  );
}

/** Whoever were added would see nothing. */
function noHelperFor(account: string): Outcome {
  return reply({ name: 'menu' }, [line('ownData:shieldedNoHelper')], [fileChoice(account), menuChoice]);
}

export function fileChoice(account: string): Choice {
  return { label: line('roster:file'), action: { do: 'personFile', account } };
}

/** Added, or put in somebody's place. Both sides are introduced; a volunteer sees nothing before the person's own yes. */
export function setHelper(world: World, account: string, helper: string, instead: string | null): Step {
  return withFound(
    world,
    { what: 'candidates', accountId: account, helper, working: instead !== null, page: 0 },
    ({ file, helpers }) => {
      if (file === null) return saidFirst([line('common:notYours')], mainMenu(world));
      if (file.person.shielded) return noHelperFor(account);
      const candidate = helpers.find(({ accountId }) => accountId === helper);
      const name = { name: { name: helper } };
      if (candidate === undefined)
        return reply({ name: 'menu' }, [line('teams:notThere', name)], [fileChoice(account), menuChoice]);
      const leaving = file.team.find(({ id }) => id === instead);
      const memberId = world.draw.id();
      const { isVolunteer } = candidate;
      const changes: Change[] = [
        { fact: 'helperAdded', memberId, personId: file.person.id, helper, isVolunteer },
        ...(leaving === undefined ? [] : [removal(file, leaving)]),
      ];
      return reply(
        { name: 'menu' },
        [line(isVolunteer ? 'teams:asked' : 'teams:added', { ...name, person: { name: account } })],
        [fileChoice(account), menuChoice],
        { changes, messages: introductionMessages(world, account, helper, isVolunteer, memberId) },
      );
    },
  );
}

function removal(file: PersonFile, { id, version, accountId }: TeamMember): Change {
  return {
    fact: 'helperRemoved',
    member: { id, version, accountId },
    personId: file.person.id,
    swaps: file.visits.filter(({ answer }) => answer === 'swap'),
  };
}

export function chooseLeaving(world: World, account: string): Step {
  return withFile(world, account, (file, openRequests) => {
    if (file.team.length === 0) return showPerson(file, openRequests);
    const choices: Choice[] = file.team.slice(0, 8).map(({ id, accountId }) => ({
      label: line('visits:person', { name: { name: accountId } }),
      action: { do: 'removeHelper', account, member: id },
    }));
    return reply({ name: 'menu' }, [line('teams:whoLeaves')], [...choices, fileChoice(account), menuChoice]);
  });
}

/** The helper sees nothing of the person at the next tap; the person is told who it was, the helper only that it ended. */
export function removeHelper(world: World, account: string, memberId: string): Step {
  return withFile(world, account, (file, openRequests) => {
    const member = file.team.find(({ id }) => id === memberId);
    if (member === undefined) return showPerson(file, openRequests);
    const rest = { ...file, team: file.team.filter(({ id }) => id !== memberId) };
    const name = { name: { name: member.accountId } };
    const told: Message = {
      to: { account },
      discreet: true,
      lines: [line('teams:personTold', name)],
      choices: [{ label: line('common:human'), action: { do: 'human' } }],
    };
    const outcome = showPerson(rest, openRequests, [line('teams:removed', name)]);
    return {
      ...outcome,
      changes: [removal(file, member)],
      messages: [...outcome.messages, ...(member.state === 'active' ? [told] : [])],
    };
  });
}

export function askVisitInterval(world: World, account: string): Step {
  return withFile(world, account, () =>
    reply(
      { name: 'menu' },
      [line('teams:howOftenVisits', { name: { name: account } })],
      [
        ...visitIntervals.map(
          (months): Choice => ({
            label: line(`teams:every.${months}`),
            action: { do: 'agreeVisits', account, months },
          }),
        ),
        fileChoice(account),
        menuChoice,
      ],
    ),
  );
}

export function agreeVisits(world: World, account: string, months: VisitInterval): Step {
  return withFile(world, account, (file, openRequests) => {
    const agreed = { ...file, person: { ...file.person, visitEveryMonths: months } };
    const plan = replanned(world.calendar, agreed, null, world.today);
    const next = plan?.next ?? null;
    const said =
      next === null
        ? line('teams:agreed')
        : line('teams:agreedNext', { date: { by: next.dueOn, provisional: next.provisional } });
    const outcome = showPerson(withNext(agreed, next), openRequests, [said]);
    return { ...outcome, changes: [{ fact: 'visitsAgreed', person: file.person, months, plan }] };
  });
}

/** The file as it will read, so that what is shown is what was just agreed. */
function withNext(
  file: PersonFile,
  next: { readonly dueOn: string; readonly provisional: boolean } | null,
): PersonFile {
  const [first, ...rest] = file.visits;
  return next === null || first === undefined ? file : { ...file, visits: [{ ...first, ...next }, ...rest] };
}

export function askCheckInInterval(world: World, account: string): Step {
  return withFile(world, account, () =>
    reply(
      { name: 'menu' },
      [line('teams:howOftenCheckIns', { name: { name: account } })],
      [
        ...checkInIntervals.map(
          (months): Choice => ({
            label: line(`teams:every.${months}`),
            action: { do: 'agreeCheckIns', account, months },
          }),
        ),
        fileChoice(account),
        menuChoice,
      ],
    ),
  );
}

export function agreeCheckIns(world: World, account: string, months: number): Step {
  return withFile(world, account, (file, openRequests) => {
    const agreed = { ...file, person: { ...file.person, checkInEveryMonths: months } };
    const outcome = showPerson(agreed, openRequests, [line('teams:agreed')]);
    return { ...outcome, changes: [{ fact: 'checkInsAgreed', person: file.person, months }] };
  });
}

/** Somebody stands in for a helper who is away: all of their people, or each with somebody of their own. */
import { addDays } from '../../calendar/day.ts';
import type { RegisterAction } from '../actions/register.ts';
import type { Cover } from '../facts/register.ts';
import { type Message, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { CoverFound, HelpedPerson, HelperFound } from '../registerFound.ts';
import type { RuleName } from '../rules.ts';
import type { World } from '../world.ts';
import { humanChoice, mainMenu, menuChoice } from './menu.ts';
import { withFound } from './roster.ts';

type Wish = Extract<RegisterAction, { do: 'coverAbsence' }>;

/** An absence that is longer is somebody who has left. */
const longestDays = 366;

/** Only for helpers of one's own, and with who helps there as part of their work: a volunteer needs each person's own yes. */
export function coverAbsence(world: World, wish: Wish): Step {
  return withFound(world, { what: 'cover', helper: wish.helper }, (found) => {
    const { helper } = found;
    if (helper === null || helper.accountId === world.account?.id)
      return saidFirst([line('common:notYours')], mainMenu(world));
    const wrong = whatIsWrong(world, wish, found, helper);
    if (wrong !== undefined) return reply({ name: 'menu' }, [wrong], [menuChoice]);
    const begins = wish.from <= world.today;
    const team = begins ? changesToTeam(world, wish, found) : { ends: [], covers: [] };
    const substitute = !begins || isOneForAll(wish, found.people) ? wish.substitute : null;
    const name = { name: { name: wish.helper } };
    const said = line(begins ? 'deskTeams:told.covered' : 'deskTeams:told.planned', {
      ...name,
      from: { day: wish.from },
      date: { day: wish.until },
    });
    return reply({ name: 'menu' }, [said], [menuChoice], {
      changes: [
        {
          fact: 'absenceCovered',
          absenceId: helper.absence?.id ?? world.draw.id(),
          absence: helper.absence === null ? null : { id: helper.absence.id, version: helper.absence.version },
          helper: wish.helper,
          from: wish.from,
          until: wish.until,
          substitute,
          begins,
          ...team,
        },
      ],
      messages: [toHelper(wish), ...(begins ? coverMessages(wish.helper, wish.until, team.covers, found.people) : [])],
    });
  });
}

function whatIsWrong(world: World, wish: Wish, found: CoverFound, helper: HelperFound): Line | undefined {
  const { from, until, substitute, apart } = wish;
  if (helper.worksElsewhere) return line('deskTeams:told.elsewhere', { name: { name: wish.helper } });
  const begun = helper.absence !== null && helper.absence.fromDay <= world.today;
  if (until < from || until < world.today || until > addDays(world.today, longestDays))
    return line('deskTeams:told.wrongDays');
  if (begun ? from !== helper.absence?.fromDay : from < world.today) return line('deskTeams:told.wrongDays');
  const could = new Set(found.candidates.map(({ accountId }) => accountId));
  could.delete(wish.helper);
  const theirs = new Set(found.people.map(({ accountId }) => accountId));
  const chosen = [substitute, ...apart.map((each) => each.substitute)].filter((account) => account !== null);
  if (chosen.some((account) => !could.has(account)) || apart.some(({ account }) => !theirs.has(account)))
    return line('deskTeams:told.notThere');
  return from > world.today && apart.length > 0 ? line('deskTeams:told.apartLater') : undefined;
}

/** Those the helper really helps now; a shielded file is open to nobody. */
function helped(people: readonly HelpedPerson[]): HelpedPerson[] {
  return people.filter(({ state, shielded }) => state === 'active' && !shielded);
}

function wishedFor({ substitute, apart }: Wish, { accountId }: HelpedPerson): string | null {
  const own = apart.find(({ account }) => account === accountId);
  return own === undefined ? substitute : own.substitute;
}

function isOneForAll(wish: Wish, people: readonly HelpedPerson[]): boolean {
  return helped(people).every((person) => wishedFor(wish, person) === wish.substitute);
}

function changesToTeam(world: World, wish: Wish, { people }: CoverFound) {
  const ends = [];
  const covers: Cover[] = [];
  for (const person of helped(people)) {
    const wanted = wishedFor(wish, person);
    for (const { id, version, accountId, isSubstitute } of person.standIns)
      if (isSubstitute && accountId !== wanted) ends.push({ id, version });
    if (wanted !== null && !person.standIns.some(({ accountId }) => accountId === wanted))
      covers.push({ memberId: world.draw.id(), personId: person.personId, substitute: wanted });
  }
  return { ends, covers };
}

function toHelper({ helper, from, until }: Wish): Message {
  return {
    to: { account: helper },
    lines: [line('deskTeams:told.helper', { from: { day: from }, date: { day: until } })],
    choices: [],
  };
}

/** Whoever stands in is told with whom; each of the people is told who comes meanwhile, and may say that they would rather not. */
export function coverMessages(
  helper: string,
  until: string,
  covers: readonly Cover[],
  people: readonly Pick<HelpedPerson, 'personId' | 'accountId'>[],
  rule?: RuleName,
): Message[] {
  const accountOf = new Map(people.map(({ personId, accountId }) => [personId, accountId]));
  const by = rule === undefined ? {} : { rule };
  const away = { helper: { name: helper }, date: { day: until } };
  const substitutes = [...new Set(covers.map(({ substitute }) => substitute))];
  return [
    ...substitutes.map((account): Message => {
      const theirs = covers.filter(({ substitute }) => substitute === account);
      return {
        to: { account },
        ...by,
        lines: [line('deskTeams:told.substitute', { ...away, count: { number: String(theirs.length) } })],
        choices: theirs.slice(0, 7).map(({ personId }) => ({
          label: line('visits:person', { name: { name: accountOf.get(personId) ?? '' } }),
          action: { do: 'helpedPerson', account: accountOf.get(personId) ?? '' },
        })),
      };
    }),
    ...covers.map(
      ({ memberId, personId, substitute }): Message => ({
        to: { account: accountOf.get(personId) ?? '' },
        discreet: true,
        ...by,
        lines: [line('deskTeams:told.person', { ...away, name: { name: substitute } })],
        choices: [
          { label: line('introductions:decline'), action: { do: 'declineHelper', member: memberId } },
          humanChoice,
        ],
      }),
    ),
  ];
}

/** They are back, or do not go after all: whoever stood in no longer does. */
export function endAbsence(world: World, helper: string): Step {
  return withFound(world, { what: 'cover', helper }, (found) => {
    const absence = found.helper?.absence ?? null;
    if (found.helper === null) return saidFirst([line('common:notYours')], mainMenu(world));
    if (absence === null || found.helper.worksElsewhere)
      return reply({ name: 'menu' }, [line('deskTeams:told.notAway')], [menuChoice]);
    const told: Message = { to: { account: helper }, lines: [line('deskTeams:told.backAgain')], choices: [] };
    return reply({ name: 'menu' }, [line('deskTeams:told.back', { name: { name: helper } })], [menuChoice], {
      changes: [{ fact: 'helperBack', helper, absence: { id: absence.id, version: absence.version } }],
      messages: [told],
    });
  });
}

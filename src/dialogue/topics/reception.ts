import { departmentFor } from '../../organisation/directory.ts';
import type { StaffAction } from '../actions/staff.ts';
import { type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { Answer } from '../topic.ts';
import { departmentsOf, isApproved, type World } from '../world.ts';
import { questionsAsked } from './asking.ts';
import { mainMenu, notYours } from './menu.ts';
import { filedBeside, newReferral, receipt } from './requesting.ts';

type Received = Extract<StaffAction, { do: 'receive' }>;

/** Whoever sits where people come or call: the staff of a station, and coordinators. */
export function mayReceivePeople(world: World): boolean {
  const isAtStation = departmentsOf(world).some((id) => world.directory.departments.get(id)?.kind === 'station');
  return isAtStation || isApproved(world, 'coordinator');
}

/**
 * 接待登记: somebody came by or called, and said yes aloud to passing on just this. It enters the same queue as a message
 * would, with who heard the yes; the person hears of it, and whoever wrote it down hears how it goes on.
 */
export function receive(world: World, { account, kind, answers, urgent }: Received): Step {
  const me = world.account?.id;
  if (me === undefined || !mayReceivePeople(world)) return notYours(world);
  if (world.found === null) return { search: { what: 'reception', account } };
  const received = world.found.staff?.received ?? null;
  if (received === null || received.person.accountId !== account) return notYours(world);
  const { person, hasPhone } = received;
  if (!answersFit(world, person.areaId, kind, answers))
    return saidFirst([line('deskReception:notFilled')], mainMenu(world));
  const department = departmentFor(world.directory, person.areaId, kind);
  const asKind = newReferral(world, { kind, department, person, filedBy: me });
  const referral = { ...asKind, urgent: asKind.urgent || urgent };
  const said = [line('deskReception:tellThem'), ...receipt(world, referral, department), line('filing:youHear')];
  const filed = filedBeside(world, { referral, department, answers, hasPhone, account, heardBy: me });
  return saidFirst(said, mainMenu(world), filed);
}

/** An answer to each question of the kind, in their order; typed ones may say anything. */
function answersFit(world: World, areaId: string, kind: Received['kind'], answers: readonly Answer[]): boolean {
  const questions = questionsAsked(world, areaId, kind);
  return (
    answers.length === questions.length &&
    questions.every(({ question, wording, options }, place) => {
      const answer = answers[place];
      if (answer?.question !== question || answer.wording !== wording) return false;
      return answer.option === undefined ? (answer.text ?? '') !== '' : options?.includes(answer.option) === true;
    })
  );
}

/** 删掉我的信息: what goes, what stays and until when, asked twice, and done in one turn. */
import { stationOf } from '../../organisation/directory.ts';
import { backupKeptDays } from '../../people/consent.ts';
import type { Referral } from '../../referrals/referral.ts';
import { type Choice, type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { OwnData, World } from '../world.ts';
import { backChoice, humanChoice, languageChoice, mainMenu, menuChoice } from './menu.ts';
import { withOwnData } from './ownData.ts';
import { showOwnData } from './ownDataShown.ts';
import { activeHelpers } from './ownFile.ts';

const keepChoice: Choice = { label: line('ownData:eraseKeep'), action: { do: 'eraseKeep' } };

export function askErasing(): Outcome {
  return reply(
    { name: 'erasing', sure: false },
    [line('ownData:eraseWhat', { days: { number: String(backupKeptDays) } })],
    [keepChoice, { label: line('ownData:eraseGoOn'), action: { do: 'eraseGoOn' } }, backChoice, humanChoice],
  );
}

/** The other way round than before, so that nobody erases by tapping the same place twice. */
export function askSure(): Outcome {
  return reply(
    { name: 'erasing', sure: true },
    [line('ownData:eraseSure')],
    [{ label: line('ownData:eraseYes'), action: { do: 'eraseNow' } }, keepChoice, backChoice, humanChoice],
  );
}

export function keepAll(world: World): Outcome {
  return saidFirst([line('ownData:eraseKept')], showOwnData(world));
}

/** Nobody is told a name that is no longer kept: departments that a request is over, the others that somebody has left. */
export function erase(world: World): Step {
  return withOwnData(world, (data) => {
    const { person } = world;
    if (person === null) return mainMenu(world);
    const { id } = stationOf(world.directory, person.areaId);
    const openRequests = data.requests.length;
    return reply(
      { name: 'stranger' },
      [line('ownData:erased', { address: { departmentAddress: id }, phone: { departmentPhone: id } })],
      [languageChoice(world)],
      {
        changes: [{ fact: 'personErased', person: { id: person.id, version: person.version }, openRequests }],
        messages: [...data.requests.map(toDepartment), ...toThoseAround(data)],
      },
    );
  });
}

function toDepartment({ claimedBy, departmentId, kind, number }: Referral): Message {
  return {
    to: claimedBy === null ? { department: departmentId } : { account: claimedBy, inDepartment: departmentId },
    lines: [line('ownData:left', { kind: { kind }, number: { number } })],
    choices: [menuChoice],
  };
}

function toThoseAround({ file }: OwnData): Message[] {
  return [
    { to: { coordinators: file.person.areaId }, lines: [line('ownData:leftToCoordinator')], choices: [menuChoice] },
    ...activeHelpers(file).map(
      ({ accountId }): Message => ({
        to: { account: accountId },
        lines: [line('ownData:leftToHelper')],
        choices: [menuChoice],
      }),
    ),
  ];
}

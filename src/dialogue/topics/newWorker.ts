/** Somebody new who is to work here, and a new way in for somebody who does. */
import { leadsAt } from '../../organisation/directory.ts';
import { readName } from '../../people/registration.ts';
import { type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { NewWorker } from '../standing/register.ts';
import { isApproved, type Membership, type World } from '../world.ts';
import { newLinkLines } from './coordination.ts';
import { mainMenu, mayApprove, menuChoice } from './menu.ts';
import { withFound } from './roster.ts';

type Place = Pick<Membership, 'areaId' | 'departmentId'>;

/** Staff work at a department; a coordinator at the station's own, too, where there is one. */
function placeOf({ directory }: World, { role, area, department }: NewWorker): Place | undefined {
  if (role === 'staff') {
    const found = directory.departments.get(department ?? '');
    return found === undefined ? undefined : { areaId: found.areaId, departmentId: found.id };
  }
  if (area === null || !directory.areas.has(area)) return undefined;
  const station = [...directory.departments.values()].find(({ kind, areaId }) => kind === 'station' && areaId === area);
  return { areaId: area, departmentId: role === 'coordinator' ? (station?.id ?? null) : null };
}

/** It has no effect before a second human's yes, which whoever proposes cannot give. The way in is shown once. */
export function proposeWorker(world: World, worker: NewWorker): Outcome {
  const place = placeOf(world, worker);
  if (!mayApprove(world)) return mainMenu(world);
  if (place === undefined || !leadsAt(world.directory, world.memberships, place.areaId))
    return saidFirst([line('deskWorkers:told.notHere')], mainMenu(world));
  if (worker.role === 'office' && !isApproved(world, 'office'))
    return saidFirst([line('deskWorkers:told.onlyOffice')], mainMenu(world));
  const name = readName(worker.name);
  if (name === undefined) return saidFirst([line('deskWorkers:nameWanted')], mainMenu(world));
  const account = world.draw.id();
  const code = world.draw.code();
  const { phone, role } = worker;
  const parameters = { name: { secret: name }, role: { text: `coordination:role.${role}` } };
  return reply(
    { name: 'menu' },
    [
      line('deskWorkers:told.proposed', parameters),
      line('coordination:code', { code: { joiningCode: code } }),
      line('register:card', { card: { card: code.link } }),
    ],
    [menuChoice],
    {
      changes: [
        { fact: 'workerProposed', account, name, phone, membership: { id: world.draw.id(), role, ...place }, code },
      ],
    },
  );
}

/**
 * A new way in for who lost theirs. Not for who leads here, or works elsewhere as well: whoever holds a code is that account,
 * and nobody may come to more rights by handing out a code. The worker is told in the chat they still have.
 */
export function reissueWorker(world: World, account: string): Step {
  return withFound(world, { what: 'worker', accountId: account }, ({ memberships, worksElsewhere }) => {
    if (memberships.length === 0 || account === world.account?.id)
      return saidFirst([line('common:notYours')], mainMenu(world));
    if (worksElsewhere || memberships.some(({ role }) => role === 'coordinator' || role === 'office'))
      return reply({ name: 'menu' }, [line('deskWorkers:told.notReissued', { name: { name: account } })], [menuChoice]);
    const code = world.draw.code();
    const told: Message = { to: { account }, lines: [line('deskWorkers:told.reissued')], choices: [] };
    return reply({ name: 'menu' }, newLinkLines('coordination:reissued', account, code), [menuChoice], {
      changes: [{ fact: 'linkReissued', account, code }],
      messages: [told],
    });
  });
}

import type { StaffAction } from '../actions/staff.ts';
import type { Step } from '../outcome.ts';
import { mainMenu, notYours } from '../topics/menu.ts';
import { isInMyQueue } from '../topics/queue.ts';
import { receive } from '../topics/reception.ts';
import { reopenForPerson } from '../topics/reopening.ts';
import { comeBackToWork, leaveWork } from '../topics/staffAway.ts';
import { removeTemplate, writeTemplate } from '../topics/templates.ts';
import type { World } from '../world.ts';

/** What staff do at the desk. Who may is asked here, whatever page it came from. */
export function onStaffAction(action: StaffAction, world: World): Step {
  if (world.account?.kind !== 'worker') return mainMenu(world);
  switch (action.do) {
    case 'reopenForPerson': {
      const file = world.focus;
      const isMine = file !== null && file.referral.id === action.referral && isInMyQueue(world, file.referral);
      return isMine ? reopenForPerson(world, file) : notYours(world);
    }
    case 'staffAway':
      return leaveWork(world, action);
    case 'staffBack':
      return comeBackToWork(world, action.absence);
    case 'writeTemplate':
      return writeTemplate(world, action);
    case 'removeTemplate':
      return removeTemplate(world, action.template);
    case 'receive':
      return receive(world, action);
  }
}

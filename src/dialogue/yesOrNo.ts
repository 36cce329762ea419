import type { Action } from './action.ts';
import type { Topic } from './topic.ts';
import { meaningsOf } from './topics/station.ts';
import { isSaid } from './words.ts';
import type { World } from './world.ts';

/** What a typed "可以" or "no" chooses, where a question that asks for it stands. */
export function answerInWords(topic: Topic, said: string, world: World): Action | undefined {
  // "帮我" is a yes to "shall I get someone?", whatever it means elsewhere.
  if (isSaid(world, 'yes', said) || (topic.name === 'crisis' && isSaid(world, 'help', said))) return yes(topic, world);
  return isSaid(world, 'no', said) ? no(topic) : undefined;
}

function yes(topic: Topic, world: World): Action | undefined {
  switch (topic.name) {
    case 'consent':
      return { do: 'consent', agreed: true };
    case 'crisis':
      return { do: 'crisis', send: true };
    case 'passing':
    case 'withdrawing':
      return { do: 'confirm' };
    case 'leavingPhone':
      return { do: 'leavePhoneNow' };
    case 'checkInCall':
      return { do: 'callMe', yes: true };
    case 'arrivalPhone':
      return { do: 'keepPhone' };
    case 'words':
      return yesToWords(meaningsOf(world, topic.text));
    default:
      return undefined;
  }
}

/** A yes to one guess is a yes to that; to several it says nothing yet. */
function yesToWords([first, ...others]: ReturnType<typeof meaningsOf>): Action | undefined {
  if (first === undefined) return { do: 'confirm' };
  return others.length === 0 ? { do: 'kind', kind: first } : undefined;
}

function no(topic: Topic): Action | undefined {
  switch (topic.name) {
    case 'consent':
      return { do: 'consent', agreed: false };
    case 'crisis':
      return { do: 'crisis', send: false };
    case 'passing':
    case 'words':
      return { do: 'leave' };
    case 'checkInCall':
      return { do: 'callMe', yes: false };
    case 'checkInNeeds':
      return { do: 'myNeeds' };
    case 'arrivalNeeds':
      return { do: 'basicNeeds' };
    case 'withdrawing':
    case 'leavingPhone':
      return { do: 'back' };
    default:
      return undefined;
  }
}

import type { DeskAction } from '../actions/desk.ts';
import type { Outcome, Step } from '../outcome.ts';
import type { DeskTopic } from '../standing/desk.ts';
import { askNumber, askNumberAgain, endSessions, listSessions, openDesk, refuse, typeNumber } from '../topics/desk.ts';
import { choosePin, resumePin, typePin } from '../topics/deskPin.ts';
import type { World } from '../world.ts';

/** A choice about the desk: each names what it is about, and what that is now is looked up. */
export function onDeskAction(action: DeskAction, world: World): Step {
  switch (action.do) {
    case 'desk':
      return openDesk(world);
    case 'deskNumber':
      return askNumber(world, action.login);
    case 'deskRefuse':
      return refuse(world, action.login);
    case 'deskSessions':
      return listSessions(world);
    case 'endDeskSession':
      return endSessions(world, action.session);
    case 'endDeskSessions':
      return endSessions(world);
    case 'deskPin':
      return choosePin(world);
  }
}

export function resumeDesk(topic: DeskTopic): Outcome {
  return topic.name === 'deskNumber' ? askNumberAgain(topic.login) : resumePin(topic);
}

/** Two digits that a browser shows, or the six of a PIN. */
export function onDeskWords(topic: DeskTopic, text: string, world: World): Step {
  return topic.name === 'deskNumber' ? typeNumber(world, topic.login, text) : typePin(world, topic, text);
}

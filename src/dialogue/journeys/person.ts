import type { PersonAction } from '../actions/person.ts';
import type { Outcome, Step } from '../outcome.ts';
import type { PersonTopic } from '../standing/person.ts';
import type { Topic } from '../topic.ts';
import { mainMenu } from '../topics/menu.ts';
import type { World } from '../world.ts';

export function onPersonAction(_topic: Topic, _action: PersonAction, world: World): Step {
  return mainMenu(world);
}

export function resumePerson(_topic: PersonTopic, world: World): Outcome {
  return mainMenu(world);
}

export function onPersonWords(_topic: PersonTopic, _text: string, world: World): Step {
  return mainMenu(world);
}

export function backFromPerson(_topic: PersonTopic, world: World): Step {
  return mainMenu(world);
}

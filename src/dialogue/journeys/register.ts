import type { RegisterAction } from '../actions/register.ts';
import type { Outcome, Step } from '../outcome.ts';
import type { RegisterTopic } from '../standing/register.ts';
import type { Topic } from '../topic.ts';
import { mainMenu } from '../topics/menu.ts';
import type { World } from '../world.ts';

export function onRegisterAction(_topic: Topic, _action: RegisterAction, world: World): Step {
  return mainMenu(world);
}

export function resumeRegister(_topic: RegisterTopic, world: World): Outcome {
  return mainMenu(world);
}

export function onRegisterWords(_topic: RegisterTopic, _text: string, world: World): Step {
  return mainMenu(world);
}

export function backFromRegister(_topic: RegisterTopic, world: World): Step {
  return mainMenu(world);
}

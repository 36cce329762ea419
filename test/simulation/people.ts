import type { Chance } from './chance.ts';
import type { Chat } from './chat.ts';

/** How somebody is with messages: answers, answers late or not at all, or has closed the chat. */
export type Manner = 'answers' | 'sometimes' | 'silent';

/** Follows the choices that are offered, each once, for as long as one of `path` is among them. */
async function follow(chat: Chat, path: readonly string[], words = '好'): Promise<void> {
  const rest = [...path];
  for (let step = 0; step < 14; step += 1) {
    const done = await chat.tap(rest);
    if (done === undefined) return;
    rest.splice(rest.indexOf(done), 1);
    if (done === 'answer') await chat.say(words);
  }
}

/** What a person does with what came since. */
export async function personLooks(chat: Chat, manner: Manner, chance: Chance): Promise<void> {
  const messages = chat.unread.splice(0);
  if (messages.length === 0 || manner === 'silent') return;
  if (manner === 'sometimes' && chance.happens(0.5)) return;
  for (const message of messages) {
    const opened = await chat.tap(['unfold'], message);
    const shown = opened === undefined ? message : chat.last;
    if (shown === undefined) continue;
    const offers = (action: string) => shown.choices.some((choice) => choice.action.startsWith(action));
    if (offers('feel')) {
      await chat.tap([chance.pick(['feel:well', 'feel:soSo', 'feel:hard'])], shown);
      if (chance.happens(0.2)) await chat.tap(['myNeed']);
      await follow(chat, ['myNeeds', chance.happens(0.1) ? 'callMeYes' : 'callMeNo']);
    } else if (offers('visitAnswer')) {
      await chat.tap(
        [chance.pick(['visitAnswer:yes', 'visitAnswer:yes', 'visitAnswer:change', 'visitAnswer:swap'])],
        shown,
      );
      await chat.tap(['visitOn']);
    } else if (offers('helped')) {
      await chat.tap([chance.pick(['helpedYes', 'helpedNo'])], shown);
    }
    chat.unread = [];
  }
}

/** Now and then somebody asks for something, by the shortest way. */
export async function personAsks(chat: Chat, chance: Chance): Promise<void> {
  await chat.say('/help');
  await chat.tap(['group']);
  await chat.tap(['kind']);
  for (let question = 0; question < 6; question += 1) {
    if (await chat.tap(['confirm'])) break;
    if ((await chat.tap(['firstOption'])) === undefined) await chat.say(chance.pick(['周末', '不清楚']));
  }
  chat.unread = [];
}

export async function personArrives(chat: Chat): Promise<void> {
  await chat.say('报到');
  await follow(chat, ['staying:family', 'keepPhone', 'basicNeeds']);
  chat.unread = [];
}

/** A helper works through the morning's list, or leaves it for another day. */
export async function helperLooks(chat: Chat, chance: Chance, diligence: number): Promise<void> {
  const messages = chat.unread.splice(0);
  const list = messages.findLast((message) => message.choices.some(({ action }) => action === 'visit'));
  if (list === undefined || !chance.happens(diligence)) return;
  for (const choice of list.choices.filter(({ action }) => action === 'visit').slice(0, 2)) {
    await chat.tap(['visit'], { ...list, choices: [choice] });
    const way = chance.next();
    if (way < 0.75) await follow(chat, ['logVisit', 'how', 'met', 'needsSeen']);
    else if (way < 0.9) await follow(chat, ['notReached', 'notMet']);
    else await follow(chat, ['rescheduleVisit', 'pickDay', 'whyLater']);
  }
  chat.unread = [];
}

export async function staffLooks(chat: Chat, chance: Chance): Promise<void> {
  const messages = chat.unread.splice(0);
  for (const message of messages) {
    if (!chance.happens(0.8)) continue;
    if ((await chat.tap(['claim'], message)) === undefined) continue;
    await follow(chat, ['answer', 'confirm'], '请带身份证来一趟。');
  }
  chat.unread = [];
}

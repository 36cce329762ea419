import { checkInMonthsFor } from '../../organisation/settings.ts';
import { type Complete, expectedBy, newPerson } from '../../people/registration.ts';
import { type Choice, type Outcome, reply } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { Alike, Draft } from '../standing/register.ts';
import type { World } from '../world.ts';
import { backChoice, menuChoice } from './menu.ts';

/** Everything once more, and whether it looks like somebody who is on file already. */
export function review(world: World, draft: Draft, alike: Alike): Outcome {
  const warned = alike.here.length > 0 || alike.elsewhere;
  const { shielded = false } = draft;
  const confirm = line(warned ? 'register:goOnAnyway' : 'register:confirm');
  return reply(
    { name: 'reviewingPerson', draft, alike },
    [...draftLines(world, draft), ...alikeLines(alike), line('register:isRight')],
    [
      { label: confirm, action: { do: 'registerConfirm' } },
      {
        label: line(shielded ? 'ownData:registerUnshield' : 'ownData:registerShield'),
        action: { do: 'registerShield', on: !shielded },
      },
      { label: line('register:stop'), action: { do: 'menu' } },
      backChoice,
    ],
  );
}

function draftLines(world: World, draft: Draft): Line[] {
  const { name = '', releasedOn = world.today, area = '', phone, paperDay } = draft;
  return [
    line('register:shown.name', { name: { secret: name } }),
    line('register:shown.releasedOn', { date: { number: releasedOn } }),
    line('register:shown.area', { area: { area } }),
    phone == null ? line('register:shown.noPhone') : line('register:shown.phone', { phone: { secret: phone } }),
    line(paperDay == null ? 'register:shown.noPaperDay' : 'register:shown.paperDay', {
      date: { number: expectedBy(world.today, paperDay ?? null, releasedOn) },
    }),
    ...(draft.shielded === true ? [line('ownData:registerShielded')] : []),
  ];
}

function alikeLines({ here, elsewhere }: Alike): Line[] {
  return [
    ...here.map(({ accountId, areaId }) =>
      line('register:alike', { name: { maskedName: accountId }, area: { area: areaId } }),
    ),
    ...(elsewhere ? [line('register:alikeElsewhere')] : []),
  ];
}

export function completed(draft: Draft): Complete | undefined {
  const { name, releasedOn, area, phone, paperDay, shielded = false } = draft;
  if (name === undefined || releasedOn === undefined || area === undefined || phone === undefined) return undefined;
  return { name, releasedOn, area, phone, paperDay: paperDay ?? null, shielded };
}

/** Confirmed: account, file, the arrival that is expected, and a way in. */
export function registered(world: World, complete: Complete): Outcome {
  const { name, releasedOn, area, phone, paperDay, shielded } = complete;
  const person = newPerson(
    { id: world.draw.id(), accountId: world.draw.id() },
    { area, releasedOn, shielded },
    checkInMonthsFor(world.directory, area),
  );
  const arrival = {
    id: world.draw.id(),
    dueOn: expectedBy(world.today, paperDay, releasedOn),
    number: world.draw.referralNumber(),
  };
  const code = world.draw.code();
  const { accountId: account } = person;
  return reply(
    { name: 'menu' },
    [
      line('register:registered', { name: { name: account }, date: { by: arrival.dueOn } }),
      line('coordination:code', { code: { joiningCode: code } }),
      line('register:card', { card: { card: code.link } }),
    ],
    [
      ...(shielded
        ? []
        : [
            {
              label: line('register:addHelper'),
              action: { do: 'chooseHelper', account, instead: null, page: 0 },
            } satisfies Choice,
          ]),
      { label: line('register:another'), action: { do: 'register' } },
      menuChoice,
    ],
    { changes: [{ fact: 'personRegistered', person, name, phone, arrival, code }] },
  );
}

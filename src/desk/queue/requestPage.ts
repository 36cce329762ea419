import { html } from 'hono/html';
import * as z from 'zod';
import { line } from '../../dialogue/parameter.ts';
import { fileFrom, type ReferralRows } from '../../turn/referralFile.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { noFields, wordsField } from '../fields.ts';
import { facts, form, wordsInput } from '../frame/html.ts';
import { act, type PageRoute } from '../route.ts';

const isId = (text: string) => z.uuid().safeParse(text).success;

const referralOf = (desk: DeskRequest) => desk.path('referral');

/** `/desk/requests/:referral`: one request, and what can be done with it. */
export const requestPage: PageRoute = {
  path: '/desk/requests/:referral',
  policy: ['staff'],
  acts: {
    claim: act({
      policy: ['staff'],
      fields: noFields,
      perform: (desk) => desk.take({ do: 'claim', referral: referralOf(desk) }),
    }),
    answer: act({
      policy: ['staff'],
      fields: z.object({ text: wordsField() }),
      perform: (desk, { text }) =>
        desk.take({ do: 'confirm' }, { name: 'reviewing', referral: referralOf(desk), purpose: 'answer', text }),
    }),
  },
  show: async (desk, { refused }) => {
    const id = referralOf(desk);
    if (!isId(id)) return undefined;
    const rows = await desk.read<ReferralRows | null>('desk_referral', { referral: id });
    if (rows === null) return undefined;
    const { referral, person, isAgreed } = fileFrom(rows);
    const name = line('help:sharedName', { name: { name: person.accountId } });
    const references = await desk.open(isAgreed ? [name] : []);
    if (isAgreed)
      await desk.look([
        { account: person.accountId, subject: id, action: 'shown', reason: 'request', fields: ['name'] },
      ]);
    return {
      title: desk.say(`kinds:${referral.kind}.name`),
      body: [
        facts([
          [desk.say('deskQueue:number'), referral.number],
          [desk.say('deskQueue:name'), isAgreed ? desk.render(name, references) : ''],
        ]),
        referral.claimedBy === null
          ? form(desk, requestPage, { act: 'claim', button: desk.say('queue:claim'), weight: 'main' })
          : form(desk, requestPage, {
              act: 'answer',
              fields: wordsInput({ act: 'answer', name: 'text', label: desk.say('queue:answer'), refused }),
              button: desk.say('composing:send'),
              weight: 'main',
            }),
      ].reduce((all, part) => html`${all}${part}`, html``),
    };
  },
};

import { html } from 'hono/html';
import { line } from '../../dialogue/parameter.ts';
import type { Referral } from '../../referrals/referral.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import { badge, table } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';

interface QueueRow {
  readonly row: Row;
  readonly personAccountId: string;
}

/** `/desk/queue`: what waits in the departments of whoever asks, urgent and oldest deadline first. */
export const queueList: PageRoute = {
  path: '/desk/queue',
  policy: ['staff'],
  show: async (desk) => {
    const rows = await desk.read<QueueRow[]>('desk_queue', {});
    const entries = rows.map(({ row, personAccountId }) => ({ referral: fromRow<Referral>(row), personAccountId }));
    const lines = entries.map(({ referral, personAccountId }) =>
      line('queue:item', {
        kind: { kind: referral.kind },
        name: { name: personAccountId },
        date: { day: referral.expectedOn },
        state: { text: referral.claimedBy === null ? 'queue:stateNew' : 'queue:stateMine' },
      }),
    );
    const references = await desk.open(lines);
    await desk.look(
      entries.map(({ referral, personAccountId }) => ({
        account: personAccountId,
        subject: referral.id,
        action: 'listed',
        reason: 'request',
        fields: ['name'],
      })),
    );
    return {
      title: desk.say('deskQueue:title'),
      body:
        entries.length === 0
          ? html`<p>${desk.say('queue:empty')}</p>`
          : table(
              desk.say('deskQueue:title'),
              [desk.say('deskQueue:request'), desk.say('deskQueue:due')],
              entries.map(({ referral }, place) => [
                html`<a href="/desk/requests/${referral.id}">${desk.render(lines[place] ?? line('queue:list'), references)}</a>`,
                badge(referral.expectedOn < desk.today ? 'late' : 'calm', referral.expectedOn),
              ]),
            ),
    };
  },
};

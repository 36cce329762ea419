import { html } from 'hono/html';
import { type KeptName, keepIntervals, kept } from '../../retention/keepTimes.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { table } from '../frame/html.ts';
import { Opened } from '../names.ts';
import type { PageRoute } from '../route.ts';

/** What goes soon, as far as it belongs to an area. */
interface DueToGo extends Partial<Readonly<Record<KeptName, number>>> {
  readonly lastPurge: string | null;
}

/** More is not counted, only said. */
const most = 10_000;

/** `/desk/records`: what is kept how long and why, what goes within 30 days, and when something last went. */
export const recordsPage: PageRoute = {
  path: '/desk/records',
  policy: ['coordinator', 'office'],
  show: async (desk) => {
    const due = await desk.read<DueToGo>('desk_records', { keep: keepIntervals(), most: most + 1 });
    const opened = await Opened.of(desk, []);
    const names = Object.keys(kept) as KeptName[];
    const columns = (['what', 'time', 'ends', 'why', 'soon'] as const).map((name) =>
      desk.say(`deskRecords:column.${name}`),
    );
    return {
      title: desk.say('deskRecords:title'),
      body: html`<p>${
        due.lastPurge === null
          ? desk.say('deskRecords:neverPurged')
          : desk.say('deskRecords:lastPurge', { moment: opened.moment(due.lastPurge) })
      }</p>
      ${table(
        desk.say('deskRecords:keptCaption'),
        columns,
        names.map((name) => [
          desk.say(`deskRecords:keep.${name}.what`),
          timeOf(desk, name),
          desk.say(`deskRecords:keep.${name}.ends`),
          desk.say(`deskRecords:keep.${name}.why`),
          soon(desk, due[name]),
        ]),
      )}`,
    };
  },
};

function timeOf(desk: DeskRequest, name: KeptName): string {
  const { time } = kept[name];
  const from = desk.say(`deskRecords:keep.${name}.from`);
  if (time === null) return desk.say('deskRecords:always', { from });
  return desk.say(time.unit === 'year' ? 'deskRecords:years' : 'deskRecords:days', { count: String(time.count), from });
}

function soon(desk: DeskRequest, count: number | undefined): string {
  if (count === undefined) return desk.say('deskRecords:notCounted');
  return count > most ? desk.say('deskRecords:many', { count: String(most) }) : String(count);
}

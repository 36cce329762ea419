/** Bugs that the harness must see, as changes to a copy of the source tree. */
export interface Edit {
  readonly file: string;
  /** Must stand there exactly once, else the bug is no longer planted and the run fails. */
  readonly from: string;
  readonly to: string;
}

export interface PlantedBug {
  readonly name: string;
  /** The files of cases that are asked, in this folder. */
  readonly cases: readonly string[];
  readonly edits: readonly Edit[];
}

const bug = (name: string, cases: readonly string[], ...edits: readonly Edit[]): PlantedBug => ({ name, cases, edits });
const edit = (file: string, from: string, to: string): Edit => ({ file, from, to });

const webhook = 'src/channels/telegram/webhook.ts';
const takeTurn = 'src/turn/takeTurn.ts';
const decide = 'src/turn/decide.ts';
const tick = 'src/schedule/tick.ts';
const turnWriter = 'src/turn/turnWriter.ts';
const readSql = 'drizzle/functions/40_read_turn.sql';
const writeSql = 'drizzle/functions/50_write_turn.sql';
const allowanceSql = 'drizzle/functions/62_allowance.sql';
const deliverySql = 'drizzle/functions/60_delivery.sql';

export const plantedBugs: readonly PlantedBug[] = [
  bug(
    'acknowledges before the write',
    ['shapes'],
    edit(webhook, 'await receiveUpdate(update);', 'void receiveUpdate(update).catch(() => undefined);'),
  ),
  bug(
    'acknowledges although the database is away',
    ['outages'],
    edit(webhook, "{ error: 'unavailable' }, 503", "{ error: 'unavailable' }, 200"),
  ),
  bug(
    'effect outside the transaction',
    ['shapes'],
    edit(
      turnWriter,
      'const rows = JSON.stringify(addedTogether(turns.map(({ row }) => row)));',
      `const apart = turns.flatMap(({ row }) => (row.rest !== null && 'newReferral' in row.rest ? [row] : []));
      const rows = JSON.stringify(addedTogether(turns.map(({ row }) => (apart.includes(row) ? { ...row, rest: null } : row))));`,
    ),
    edit(
      turnWriter,
      'if (answer === undefined) throw',
      `for (const { rest, moment, me } of apart)
        await database.query('select write_apart($1::jsonb, $2::timestamptz, $3::uuid)', [JSON.stringify(rest), moment, me]);
      if (answer === undefined) throw`,
    ),
    edit(
      writeSql,
      '-- Turns of several chats, each all or nothing with the others',
      `create or replace function write_apart(rest jsonb, moment timestamptz, me uuid) returns void language sql security definer
as $$ select write_rest(rest, moment, me) $$;
-- Turns of several chats, each all or nothing with the others`,
    ),
  ),
  bug(
    'marked as sent before it is sent',
    ['shapes'],
    edit(
      'src/delivery/handOver.ts',
      'const [settled] = await sendInOrder(deps, [mail], opened);',
      `await settleAnswers(deps, [{ id: mail.id, body: null, channel_id: null }]);
    const [settled] = await sendInOrder(deps, [mail], opened);`,
    ),
  ),
  bug(
    'no dedupe',
    ['updates'],
    edit(readSql, 'exists (select 1 from inbox e where e.channel = on_channel and e.external_id = update_id)', 'false'),
    edit(
      writeSql,
      "select channel, update_id, me, nextval('said'), moment, outcome, said, failure from turn",
      "select channel, update_id, me, nextval('said'), moment, outcome, said, failure from turn on conflict do nothing",
    ),
  ),
  bug(
    'watermark on ids',
    ['updates'],
    edit(
      'src/channels/telegram/receive.ts',
      `  return async (update) => {
    const inbound = toInbound(update);`,
      `  const last = new Map<string, number>();
  return async (update) => {
    const inbound = toInbound(update);
    if (inbound !== undefined && update.update_id < (last.get(inbound.externalId) ?? 0)) return;
    if (inbound !== undefined) last.set(inbound.externalId, update.update_id);`,
    ),
  ),
  bug('retry disabled', ['updates'], edit(decide, 'const mostAttempts = 5;', 'const mostAttempts = 1;')),
  bug('retry without an end', ['updates'], edit(decide, 'const mostAttempts = 5;', 'const mostAttempts = 500;')),
  bug('deadlock not retried', ['updates'], edit(decide, '  sqlState.deadlock,\n', '')),
  bug(
    'outage taken for a failure of the turn',
    ['outages'],
    edit('src/db/database.ts', 'return code !== undefined && (', 'return code === undefined && ('),
  ),
  bug('failed update kept as done', ['updates'], edit(takeTurn, "      state: 'failed',", "      state: 'done',")),
  bug(
    'lease of the dead never taken up',
    ['shapes'],
    edit(
      'src/delivery/dispatcher.ts',
      '(await dispatch(deps, () => stopped)) || (await recover())',
      'recover && (await dispatch(deps, () => stopped))',
    ),
  ),
  bug(
    'sent and never settled',
    ['shapes'],
    edit(
      'src/delivery/handOver.ts',
      '    done.push({ mail, row: { id, body, channel_id: channel_message_id } });\n',
      "    if (!mail.lines[0]?.key.startsWith('help:')) done.push({ mail, row: { id, body, channel_id: channel_message_id } });\n",
    ),
  ),
  bug('version guard dropped', ['replicas'], edit(writeSql, '    where t.version = excluded.version\n', '')),
  bug(
    'lease ignored',
    ['replicas'],
    edit(allowanceSql, '(t.lease_until is null or t.lease_until <= moment', '(t.lease_until is null or true'),
  ),
  bug(
    'stale lease stolen early',
    ['replicas'],
    edit(
      deliverySql,
      'and t.lease_until <= moment and m.send_at',
      "and t.lease_until <= moment + interval '1 hour' and m.send_at",
    ),
    edit(allowanceSql, 'or t.lease_until <= moment\n', "or t.lease_until <= moment + interval '1 hour'\n"),
  ),
  bug(
    'order of a chat ignored',
    ['shapes'],
    edit(deliverySql, 'order by w.seq limit most', 'order by w.seq desc limit most'),
    edit(
      deliverySql,
      'json_agg(row_to_json(mail) order by mail.seq)',
      'json_agg(row_to_json(mail) order by mail.seq desc)',
    ),
  ),
  bug('no audit row', ['shapes'], edit(writeSql, "if turn ? 'audit' then", "if turn ? 'no audit' then")),
  bug(
    'replicas: rules by the machine’s own clock',
    ['clocks'],
    edit(
      tick,
      'return { now: new Date(now), work };',
      'return { now: new Date(Date.parse(now) + Date.now() - performance.timeOrigin - performance.now()), work };',
    ),
    edit(tick, ' || piece.stands?.(read.world) === false', ''),
  ),
  bug(
    'replicas: minutes by the machine’s own clock',
    ['clocks'],
    edit(
      'src/schedule/minute.ts',
      '  const timer = setInterval(() => {\n',
      '  let last = 0;\n  const timer = setInterval(() => {\n    if (Date.now() < last) return;\n    last = Date.now();\n',
    ),
  ),
  bug(
    'replicas: each knows only of its own lists',
    ['clocks'],
    edit('src/schedule/morningList.ts', 'updateId: `', 'updateId: String(process.pid) + `'),
    edit(
      'drizzle/functions/79_due_helpers.sql',
      "not exists (select 1 from inbox i where i.channel = 'clock' and i.external_id = 'morningList ' || h.id || ' ' || today)",
      'true',
    ),
  ),
  bug(
    'replicas: reminders one by one',
    ['clocks'],
    edit('src/delivery/reminderList.ts', 'choices.length < 2 &&', 'choices.length < 0 &&'),
  ),
];

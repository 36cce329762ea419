import { readReferences } from '../delivery/references.ts';
import type { Deps } from '../deps.ts';
import type { Message } from '../dialogue/outcome.ts';
import type { World } from '../dialogue/world.ts';
import { renderLines } from '../i18n/render.ts';
import { textOf } from '../i18n/texts.ts';
import { readExisting } from '../organisation/setupState.ts';
import type { previewTick } from '../schedule/tick.ts';

/** A message that a tick would leave: to whom, by public name or reference, and in which words. */
export interface PreviewedMessage {
  readonly whom: string;
  readonly text: string;
  /** Why they would get it. */
  readonly reason: string;
}

/** The messages of a preview, in the directory's first language: who reads them in which is only known when they go. */
export async function describePreview(
  deps: Deps,
  previews: Awaited<ReturnType<typeof previewTick>>,
): Promise<PreviewedMessage[]> {
  const { accounts } = await readExisting(deps.database);
  const references = new Map(accounts.map((account) => [account.id, account.reference ?? account.id]));
  const described = previews.flatMap(({ outcome, world }) =>
    outcome.messages.map(async ({ to, lines, rule }) => ({
      reason: rule === undefined ? '' : textOf(world.locale, `why:${rule}`),
      whom: whomOf(to, world, references),
      text: renderLines(lines, world.locale, await readReferences(deps, lines, world.now)),
    })),
  );
  return Promise.all(described);
}

function whomOf(to: Message['to'], { directory, locale }: World, references: ReadonlyMap<string, string>): string {
  if (to === 'chat') return 'this chat';
  if ('account' in to) return references.get(to.account) ?? to.account;
  if ('department' in to) return directory.departments.get(to.department)?.name[locale] ?? to.department;
  const areaName = (area: string) => directory.areas.get(area)?.name[locale] ?? area;
  if ('coordinatorsIn' in to) return `who coordinates ${to.coordinatorsIn.map(areaName).join(', ')}`;
  return 'approvers' in to
    ? `who may approve in ${areaName(to.approvers)}`
    : `who coordinates ${areaName(to.coordinators)}`;
}

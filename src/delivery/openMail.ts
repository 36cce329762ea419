import type { Deps } from '../deps.ts';
import type { Line, Parameter } from '../dialogue/parameter.ts';
import type { References } from '../i18n/render.ts';
import type { Mail } from '../mail/mail.ts';
import type { Owner } from '../secrets/vault.ts';
import { readReferences } from './references.ts';

type Opening = Pick<Deps, 'database' | 'vault' | 'links'>;

export interface OpenedMail {
  readonly references: References;
  readonly lines: ReadonlyMap<string, readonly Line[]>;
  readonly labels: ReadonlyMap<string, readonly Line[]>;
}

/** What the lines of these messages say, and what they point at. */
export async function openMail(deps: Opening, mails: readonly Mail[]): Promise<OpenedMail> {
  const lines = new Map<string, readonly Line[]>();
  const labels = new Map<string, readonly Line[]>();
  for (const mail of mails) {
    try {
      lines.set(mail.id, await unsealLines(deps, mail, mail.lines));
      labels.set(
        mail.id,
        await unsealLines(
          deps,
          mail,
          mail.choices.map(({ label }) => label),
        ),
      );
    } catch {
      // Sealed for somebody who no longer has this chat: the message stays without lines, and is given up below.
      lines.delete(mail.id);
    }
  }
  const all = [...lines.values(), ...labels.values()].flat();
  const references = await readReferences(deps, all, new Date(mails[0]?.now ?? 0), mails[0]?.own);
  return { references, lines, labels };
}

export function ownerOf(mail: Mail): Owner {
  return mail.accountId === null || mail.key === null ? null : { id: mail.accountId, key: mail.key };
}

/** Few lines are, and a promise for each part of the others would cost every message. */
function isSealed({ parameters }: Line): boolean {
  return (
    parameters !== undefined &&
    Object.values(parameters).some(
      (value) => 'sealed' in value || 'joiningCode' in value || 'card' in value || 'copy' in value || 'desk' in value,
    )
  );
}

/** What was sealed for this reader when it was written is opened again just before it is sent. */
async function unsealLines(deps: Opening, mail: Mail, lines: readonly Line[]): Promise<readonly Line[]> {
  if (!lines.some(isSealed)) return lines;
  const open = async (text: string) =>
    mail.inClear === true ? text : deps.vault.open(ownerOf(mail), `outbox.lines:${mail.id}`, text);
  const openOne = async (value: Parameter): Promise<Parameter> => {
    if ('sealed' in value) return { secret: await open(value.sealed) };
    if ('card' in value) return { card: `${deps.links.web}/card#${await open(value.card)}` };
    if ('copy' in value) return { copy: `${deps.links.web}/copy#${await open(value.copy)}` };
    if ('desk' in value) return { desk: `${deps.links.web}/desk/in/${await open(value.desk)}` };
    if (!('joiningCode' in value)) return value;
    const code = await open(value.joiningCode.link);
    return { joiningCode: { link: linksFor(deps, code), spoken: await open(value.joiningCode.spoken) } };
  };
  return Promise.all(
    lines.map(async ({ key, parameters }) => {
      if (parameters === undefined) return { key };
      const opened = await Promise.all(
        Object.entries(parameters).map(async ([name, value]) => [name, await openOne(value)] as const),
      );
      return { key, parameters: Object.fromEntries(opened) };
    }),
  );
}

function linksFor({ links }: Opening, code: string): string {
  const web = `${links.web}/chat#${code}`;
  return links.telegramBot === undefined ? web : `${web}\nhttps://t.me/${links.telegramBot}?start=${code}`;
}

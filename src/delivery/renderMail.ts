import { choiceToken, type Outgoing } from '../channels/channel.ts';
import { nameOfAction } from '../dialogue/action.ts';
import { type References, renderLine, renderLines } from '../i18n/render.ts';
import { textOf } from '../i18n/texts.ts';
import type { Mail } from '../mail/mail.ts';
import { stationOf } from '../organisation/directory.ts';
import type { OpenedMail } from './openMail.ts';

/** The message in its reader's words; undefined when it cannot be said, which must not hold up the others. */
export function renderMail(mail: Mail, { references, lines, labels }: OpenedMail): Outgoing | undefined {
  const said = lines.get(mail.id);
  if (said === undefined) return undefined;
  if (mail.folded) return foldedMail(mail, references);
  const shown = labels.get(mail.id) ?? [];
  try {
    return {
      externalId: mail.externalId,
      text: renderLines(said, mail.locale, references),
      choices: mail.choices.map((choice, index) => ({
        token: choiceToken(mail.id, index),
        number: choice.number,
        label: renderLine(shown[index] ?? choice.label, mail.locale, references),
        action: nameOfAction(choice.action),
      })),
    };
  } catch {
    return undefined;
  }
}

/** The notice instead of the message: whose it is from, and one button, whose place is the one after the real choices. */
function foldedMail(mail: Mail, references: References): Outgoing {
  const station = mail.station === null ? undefined : stationOf(references.directory, mail.station).name[mail.locale];
  const token = choiceToken(mail.id, mail.choices.length);
  return {
    externalId: mail.externalId,
    text: textOf(mail.locale, 'common:folded', { station: station ?? '' }),
    choices: [{ token, number: '1', label: textOf(mail.locale, 'common:unfold'), action: 'unfold' }],
  };
}

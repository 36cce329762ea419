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
  if (mail.edit?.as === 'hide') return withEdit(mail, { text: textOf(mail.locale, 'common:hidden'), choices: [] });
  if (mail.edit?.as === 'fold')
    return withEdit(mail, notice(mail, choiceToken(mail.edit.of, mail.edit.place), references));
  // Its button's place is the one after the real choices.
  if (mail.folded) return withEdit(mail, notice(mail, choiceToken(mail.id, mail.choices.length), references));
  const shown = labels.get(mail.id) ?? [];
  try {
    return withEdit(mail, {
      text: renderLines(said, mail.locale, references),
      choices: mail.choices.map((choice, index) => ({
        token: choiceToken(mail.id, index),
        number: choice.number,
        label: renderLine(shown[index] ?? choice.label, mail.locale, references),
        action: nameOfAction(choice.action),
      })),
    });
  } catch {
    return undefined;
  }
}

type Said = Pick<Outgoing, 'text' | 'choices'>;

function withEdit({ externalId, edit }: Mail, said: Said): Outgoing {
  if (edit == null || edit.messageId === null) return { externalId, ...said };
  return { externalId, ...said, edits: { messageId: edit.messageId, orSend: edit.as === 'open' } };
}

/** The notice instead of the message: whose it is from, whom to call, and one button. */
function notice({ station: area, locale }: Mail, token: string, { directory }: References): Said {
  const station = area === null ? undefined : stationOf(directory, area);
  const text =
    station === undefined
      ? textOf(locale, 'common:foldedPlain')
      : textOf(locale, 'common:folded', { station: station.name[locale], phone: station.dutyPhone });
  return { text, choices: [{ token, number: '1', label: textOf(locale, 'common:unfold'), action: 'unfold' }] };
}

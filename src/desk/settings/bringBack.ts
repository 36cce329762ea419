import * as z from 'zod';
import type { SettingPlace } from '../../organisation/settings.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { type Act, act, type Notice } from '../route.ts';
import { sets } from './scope.ts';

const backFields = z.object({
  setting: z.string(),
  back: z.coerce.number().int().min(0),
  version: z.coerce.number().int().min(0),
});

/** What is set again, and the version it is based on. */
export interface BroughtBack {
  readonly version: number;
  readonly note: null;
  readonly broughtBack: number;
}

/** Brings an earlier version's content back, by the same way as anything is set. */
export function bringBackAct(
  placeOf: (desk: DeskRequest, setting: string) => SettingPlace | undefined,
  take: (desk: DeskRequest, place: SettingPlace, content: unknown, made: BroughtBack) => Promise<Notice>,
): Act {
  return act({
    policy: sets,
    fields: backFields,
    perform: async (desk, { setting, back, version }) => {
      const place = placeOf(desk, setting);
      const found =
        place === undefined
          ? null
          : await desk.read<{ content: unknown } | null>('desk_settings_version', {
              setting: place.setting,
              area: place.areaId,
              subject: place.subject,
              version: back,
            });
      if (place === undefined || found === null)
        return { tone: 'refused', text: desk.say('deskSettings:refused.noSuchVersion') };
      return take(desk, place, found.content, { version, note: null, broughtBack: back });
    },
  });
}

import type { Candidate } from '../../dialogue/registerFound.ts';
import type { DeskRequest } from '../deskRequest.ts';
import type { Opened } from '../names.ts';

/** Somebody who could help, with what lies on them already. */
export function candidateWords(
  desk: DeskRequest,
  { accountId, isVolunteer, people, late }: Candidate,
  opened: Opened,
): string {
  return desk.say(isVolunteer ? 'deskTeams:candidateVolunteer' : 'deskTeams:candidate', {
    name: opened.name(accountId),
    people: String(people),
    late: String(late),
  });
}

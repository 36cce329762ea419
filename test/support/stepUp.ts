import type { Town } from './town.ts';

/** Everybody at the desk has just proved themselves, as test/desk/login* tries out. */
export async function openStepUp(town: Town): Promise<void> {
  await town.rows('update desk_session set stepped_up_until = $1', [
    new Date(town.now.getTime() + 10 * 60_000).toISOString(),
  ]);
}

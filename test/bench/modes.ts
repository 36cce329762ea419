/**
 * `delivered`: everybody writes again as soon as the answer is there. `acknowledged`: everybody writes once, and then all
 * wait until every answer is there; only the time up to the last acknowledgement counts. `paced`: so many updates a second,
 * whatever becomes of those before.
 */
export const modes = ['delivered', 'acknowledged', 'paced'] as const;
export type Mode = (typeof modes)[number];

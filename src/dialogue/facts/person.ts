/** What becomes true about a person's arrival, check-ins, needs and helpers. */
export type PersonFact = never;

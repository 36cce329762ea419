/** What becomes true through a coordinator: people registered, teams formed, papers seen, accounts taken off. */
export type RegisterFact = never;

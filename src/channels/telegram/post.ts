/** Posts JSON to a path below one root, and gives the JSON that answers. Rejects when none comes in time. */
export type PostJson = (path: string, body: string) => Promise<unknown>;

/** How a runtime posts. `root` ends in a slash; `patience` is in milliseconds. */
export type OpenPost = (root: string, patience: number) => PostJson;

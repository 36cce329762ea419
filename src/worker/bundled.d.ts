/** What `npm run worker:build` puts beside the program: Workers have no files to read it from. */
declare module 'guitu:bundled' {
  /** Scripts and styles, by folder and name, as `chat/chat.css`. */
  export const assets: Readonly<Record<string, string>>;
  /** The hashes of this program's migrations and functions. */
  export const hashes: readonly string[];
}

import * as z from 'zod';

/**
 * A backup is gzipped lines of JSON: a head, a line for each row (`["table person", {…}]`) or sequence
 * (`["sequence said", 41]`), and a foot that says how many lines lie between, so that one that breaks off is known.
 */
export const headSchema = z.object({
  guitu: z.literal('backup'),
  format: z.literal(1),
  at: z.iso.datetime({ offset: true }),
  /** The hashes of the migrations that the database had been through, in their order. */
  migrations: z.array(z.string()).min(1),
});
export type Head = z.infer<typeof headSchema>;

export const entrySchema = z.union([
  z.tuple([z.templateLiteral(['table ', z.string().regex(/^[a-z_]+$/)]), z.record(z.string(), z.unknown())]),
  z.tuple([z.templateLiteral(['sequence ', z.string().regex(/^[a-z_]+$/)]), z.int()]),
]);
export type Entry = z.infer<typeof entrySchema>;

export const footSchema = z.object({ lines: z.int() });

/** An error for whoever runs the program: its message says what to do, in one line, and holds no secret. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}

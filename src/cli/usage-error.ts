/** The program was called wrongly, or a file cannot be read, understood or written. The message is for people, a line or more. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** The words of the command line do not fit any command; the message is that of yargs. */
export class Misuse extends UsageError {
  override readonly name = 'Misuse';
}

/** A fault of the program's own for which a shorter command is known than the one that was given. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    cause: Error,
    /** The command that fails the same way, as words. */
    readonly replay: readonly string[],
  ) {
    super(cause.message, { cause });
  }
}

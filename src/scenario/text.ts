/** The longest scenario that is read, in bytes (1 MiB): real ones have a few kilobytes. */
export const longestText = 1024 * 1024;

/** A file that cannot be read as text; its message is a phrase such as `does not exist`. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';

  constructor(
    message: string,
    readonly expected: string,
  ) {
    super(message);
  }
}

/** Checks that text is text, and short enough to be a scenario. @throws Unreadable */
export function checkText(text: string): string {
  if (text.length > longestText) throw tooLong(text.length);
  if (text.includes('\0')) throw notText();
  return text;
}

export function tooLong(bytes: number): Unreadable {
  return new Unreadable(`has ${(bytes / 1024 ** 2).toFixed(1)} MiB`, 'a scenario of at most 1 MiB');
}

export function notText(): Unreadable {
  return new Unreadable('is not text in UTF-8', 'a scenario in YAML');
}

/** A station is asked for more than it can serve when nothing is amiss. */
export class QuietOverload extends RangeError {
  override readonly name = 'QuietOverload';

  /** Rates are in requests a second. */
  constructor(
    /** The region or the store that the station serves for. */
    readonly subject: string,
    station: string,
    asked: number,
    most: number,
  ) {
    const [more, less] = apart(asked, most);
    const limit = asked > most && more !== less ? `can serve ${less}` : 'can serve no more than that';
    super(`${station} is asked for ${more} requests a second on average when nothing is amiss, and ${limit}`);
  }
}

/** Two numbers with two decimals, or with as many digits as it takes to tell one from the other and from 0. */
function apart(a: number, b: number): [string, string] {
  const plain = [a, b].map((value) => String(Math.round(value * 100) / 100)) as [string, string];
  if (plain[0] !== plain[1] && !plain.includes('0')) return plain;
  const whole = String(Math.round(a)).length;
  for (let digits = Math.max(3, whole); digits <= 17; digits++) {
    const [first, second] = [a, b].map((value) => String(Number(value.toPrecision(digits))));
    if (first !== second) return [first!, second!];
  }
  return [String(a), String(b)];
}

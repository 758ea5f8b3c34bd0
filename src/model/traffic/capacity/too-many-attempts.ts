/** More attempts than this in one overload are not followed one by one: it would take minutes a run. */
export const mostAttempts = 100_000_000;

/** An overload has more attempts than are followed one by one. */
export class TooManyAttempts extends Error {
  override readonly name = 'TooManyAttempts';

  constructor(
    message = `an overload has more than ${mostAttempts} attempts, which are followed one by one; ` +
      'write service.queueing: rates, ask for fewer requests, or let faults end sooner',
  ) {
    super(message);
  }
}

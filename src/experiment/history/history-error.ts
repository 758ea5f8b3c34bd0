/** A history cannot be told; the message is for people. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
}

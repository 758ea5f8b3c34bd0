/**
 * The value below which a share u in [0, 1) of the residual of a renewal process lies: the time from a random instant to
 * the end of the cycle that it falls into, with density (1 - cdf)/mean (renewal theory). `excess(x)` is the mean beyond x.
 * To within rounding.
 */
export function residualQuantile(excess: (x: number) => number, u: number): number {
  const mean = excess(0);
  if (mean === 0 || u <= 0) return 0;
  let high = mean;
  while (1 - excess(high) / mean < u && high < Number.MAX_SAFE_INTEGER) high *= 2;
  let low = 0;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (1 - excess(middle) / mean < u) low = middle;
    else high = middle;
  }
  return high;
}

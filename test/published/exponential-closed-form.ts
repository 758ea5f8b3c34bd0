/**
 * Three replicas, R = W = 1, writes out at rate w, all other legs at rate 1: the chance that a read t after the acknowledgement is
 * stale is c e^(-wt). Until the first acknowledgement, the least of the W + A of the two other replicas, and until the fastest
 * replica is asked, R given that its R + S is the least of three, the write stays on its way without a memory.
 */
export function staleAfter(w: number, t: number): number {
  return staleAtOnce(w) * Math.exp(-w * t);
}

/** The time after which a share of the reads is consistent. */
export function visibleAfter(w: number, share: number): number {
  return Math.log(staleAtOnce(w) / (1 - share)) / w;
}

function staleAtOnce(w: number): number {
  // Laplace transform of the least of two W + A: 1 - w times the integral of e^(-wx) P(it is more than x).
  const first =
    1 -
    w *
      integrate((x) => {
        const late = w === 1 ? (1 + x) * Math.exp(-x) : (Math.exp(-w * x) - w * Math.exp(-x)) / (1 - w);
        return Math.exp(-w * x) * late * late;
      });
  const asked =
    3 *
    integrate((u) => {
      const later = (1 + u) * Math.exp(-u);
      return later * later * Math.exp(-u) * ((1 - Math.exp(-w * u)) / w);
    });
  return first * asked;
}

/** Simpson's rule on (0, 80), where these integrands have long vanished. */
function integrate(f: (x: number) => number): number {
  const n = 16_000;
  const step = 80 / n;
  let sum = f(0) + f(80);
  for (let i = 1; i < n; i++) sum += (i % 2 === 0 ? 2 : 4) * f(i * step);
  return (sum * step) / 3;
}

import alea from 'seedrandom/lib/alea.js';
import { nanosecondsEach } from './measure.js';

/** Time that one draw of a random number takes on the machine that promises in absolute time were made for, nanoseconds. */
const drawLasts = 5.1;

/** A promise in milliseconds, as this machine would keep it: the time of as many draws as take so long on that machine. */
export function yardstick(milliseconds: number): () => number {
  const draws = Math.round((milliseconds * 1e6) / drawLasts);
  return () => {
    const draw = alea('yardstick');
    let sum = 0;
    const cost = nanosecondsEach(1, () => {
      for (let i = 0; i < draws; i += 1) sum += draw();
    });
    return sum < 0 ? Number.NaN : cost / 1e6;
  };
}

/** The one generator of seedrandom that is used, without the package's other generators and its reading of entropy. */
declare module 'seedrandom/lib/alea.js' {
  import type { PRNG } from 'seedrandom';

  export default function alea(seed: string): PRNG;
}

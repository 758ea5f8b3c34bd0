import { markdownTable, type PublishedTable } from './published-table.js';
import { staysDown, type Trial } from './retry-experiment.js';

/** One published experiment. */
export interface Case {
  readonly name: string;
  /** Share of the CPU that was taken away: of 2, all but 0.45 or 0.4. */
  readonly size: number;
  /** Seconds. */
  readonly duration: number;
  /** Of the load of the other cases. */
  readonly load: number;
  readonly staysDown: boolean;
}

export const cases: readonly Case[] = [
  { name: 'a', size: 0.775, duration: 10, load: 1, staysDown: false },
  { name: 'b', size: 0.8, duration: 10, load: 1, staysDown: true },
  { name: 'c', size: 0.8, duration: 9, load: 1, staysDown: false },
  { name: 'd', size: 0.8, duration: 10, load: 0.7, staysDown: false },
];

/** What a case is at a load of the others, a share of capacity. */
export function trialOf({ size, duration, load }: Case, of: number): Trial {
  return { size, duration, load: load * of };
}

const precision = 1e-4;

/** The least load of the other cases at which a case stays down, by halving. */
export function leastLoad(one: Case): number {
  let [low, high] = [0.2, 1];
  while (high - low > precision) {
    const middle = (low + high) / 2;
    if (staysDown(trialOf(one, middle))) high = middle;
    else low = middle;
  }
  return high;
}

/** Loads at which cases a to c all end as published, and the one in the middle, which is taken. */
export interface Fit {
  readonly low: number;
  readonly high: number;
  readonly load: number;
}

export function fitLoad(): Fit {
  const [a, b, c] = cases.map(leastLoad);
  const [low, high] = [b!, Math.min(a!, c!)];
  return { low, high, load: Math.round(500 * (low + high)) / 1000 };
}

/** The grid of the picture: seconds, and shares of speed lost. */
export const durations: readonly number[] = Array.from({ length: 20 }, (_, i) => i + 1);
export const sizes: readonly number[] = Array.from({ length: 16 }, (_, i) => 0.6 + i * 0.025);

/** Trials of one load on the grid, with what comes of them. */
export function gridAt(load: number): (Trial & { readonly staysDown: boolean })[] {
  return durations.flatMap((duration) =>
    sizes.map((size) => {
      const trial = { load, size, duration };
      return { ...trial, staysDown: staysDown(trial) };
    }),
  );
}

const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)} %`;
const outcome = (down: boolean) => (down ? 'stays down' : 'recovers');

function rowOf(one: Case, load: number): string[] {
  const ours = staysDown(trialOf(one, load));
  return [
    one.name,
    percent(one.size),
    `${one.duration} s`,
    percent(one.load * load),
    outcome(one.staysDown),
    outcome(ours),
    ours === one.staysDown ? 'yes' : '**no**',
    percent(one.load * leastLoad(one)),
  ];
}

export const metastableFrontier: PublishedTable = {
  title: 'Failures that outlast their cause',
  render: () => {
    const { low, high, load } = fitLoad();
    const [, b, , d] = cases;
    return [
      'Huang, Magnusson, Muralikrishna, Estyak, Isaacs, Aghayev, Zhu and Charapko, "Metastable failures in the wild", OSDI 2022, the retry',
      'experiment, and its scripts (github.com/lexiangh/Metastability): clients insert into MongoDB on two processors at a constant rate; an',
      'attempt is given up after 3 s and made again at once, up to four times; for some seconds the database has 0.45 or 0.4 of its 2',
      'processors. Ours is one queue, served in the order of coming; who gives up leaves work behind.',
      '',
      markdownTable(
        ['case', 'speed lost', 'for', 'load', 'published', 'ours', 'agrees', 'stays down from a load of'],
        cases.map((one) => rowOf(one, load)),
      ),
      '',
      'One number is fitted, to cases a to c: the load as a share of what the database could serve, which was not published (the clients',
      `pause 75 µs between requests, and what a pause really takes is not known). Between ${percent(low)} and ${percent(high)} all three come out;`,
      `taken is ${percent(load)}. Case d, with 30 % less load, is then a prediction: it recovers as long as the others have less than`,
      `${percent(leastLoad(d!))}, far outside of the range. (Its script pauses 100 µs instead of 75, which may be only 25 % less; then ${percent(leastLoad({ ...b!, load: 0.75 }))}.)`,
      'Patience, attempts, sizes and durations are as in the scripts.',
      '',
      '![For three loads, which triggers leave the database down](metastable-frontier.svg)',
      '',
      'What does not fit, or is left out: the authors say that outcomes vary and that the rate may have to be tuned, as cases so close to the',
      'frontier must. The driver of their client holds 100 connections unless told otherwise, so that much of the queue may have stood in',
      'the client, where those who give up leave no work behind, and a connection whose request is given up is closed and made anew, which',
      'costs the database something; neither is published in numbers, and neither is in the model. Replication to two other members is not',
      'in it either. By rates, in steps of 20 ms; request by request the four cases end the same way.',
    ].join('\n');
  },
};

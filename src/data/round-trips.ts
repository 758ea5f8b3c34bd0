import { type AreaId, areas } from './areas.js';
import { greatCircle } from './great-circle.js';
import { places } from './places.js';

/** One published set of round trips, measured between regions of one provider. */
export interface RoundTripMatrix {
  /** The provider whose regions were measured, as in the ids of places. */
  provider: 'aws' | 'ibm';
  /** Year of the measurement. */
  year: number;
  /** Who published it, where, and which statistic it is. */
  source: string;
  /** Milliseconds between two areas, the larger of the two directions. */
  pairs: readonly (readonly [AreaId, AreaId, ms: number])[];
}

export const roundTripMatrices: readonly RoundTripMatrix[] = [
  {
    provider: 'aws',
    year: 2026,
    source:
      'medians of pings between 54 EC2 instances on 18 Sep 2026, github.com/asonnino/mysticeti, issue 277 and pull request 279',
    pairs: [
      ['washington', 'columbus', 11.4],
      ['washington', 'frankfurt', 90.6],
      ['washington', 'london', 75.3],
      ['washington', 'paris', 82.2],
      ['washington', 'tokyo', 146.4],
      ['columbus', 'frankfurt', 95.6],
      ['columbus', 'london', 86.1],
      ['columbus', 'paris', 90.7],
      ['columbus', 'tokyo', 134.8],
      ['frankfurt', 'london', 12],
      ['frankfurt', 'paris', 8.2],
      ['frankfurt', 'tokyo', 238.3],
      ['london', 'paris', 7.4],
      ['london', 'tokyo', 212.2],
      ['paris', 'tokyo', 219.2],
    ],
  },
  {
    provider: 'ibm',
    year: 2024,
    source:
      'averages of 27 Jul to 25 Aug 2024 (Toronto and Madrid: 3 Feb to 3 Mar), IBM Cloud docs, "VPC network latency", github.com/ibm-cloud-docs/vpc',
    pairs: [
      ['dallas', 'washington', 31],
      ['dallas', 'london', 113],
      ['dallas', 'frankfurt', 123],
      ['dallas', 'tokyo', 143],
      ['dallas', 'osaka', 150],
      ['dallas', 'sydney', 186],
      ['dallas', 'sao-paulo', 146],
      ['dallas', 'toronto', 34],
      ['dallas', 'madrid', 118],
      ['washington', 'london', 75],
      ['washington', 'frankfurt', 91],
      ['washington', 'tokyo', 166],
      ['washington', 'osaka', 172],
      ['washington', 'sydney', 214],
      ['washington', 'sao-paulo', 119],
      ['washington', 'toronto', 19],
      ['washington', 'madrid', 87],
      ['london', 'frankfurt', 13],
      ['london', 'tokyo', 244],
      ['london', 'osaka', 244],
      ['london', 'sydney', 261],
      ['london', 'sao-paulo', 188],
      ['london', 'toronto', 82],
      ['london', 'madrid', 27],
      ['frankfurt', 'tokyo', 233],
      ['frankfurt', 'osaka', 232],
      ['frankfurt', 'sydney', 250],
      ['frankfurt', 'sao-paulo', 198],
      ['frankfurt', 'toronto', 92],
      ['frankfurt', 'madrid', 29],
      ['tokyo', 'osaka', 9],
      ['tokyo', 'sydney', 115],
      ['tokyo', 'sao-paulo', 284],
      ['tokyo', 'toronto', 164],
      ['tokyo', 'madrid', 260],
      ['osaka', 'sydney', 122],
      ['osaka', 'sao-paulo', 291],
      ['osaka', 'toronto', 170],
      ['osaka', 'madrid', 268],
      ['sydney', 'sao-paulo', 328],
      ['sydney', 'toronto', 215],
      ['sydney', 'madrid', 285],
      ['sao-paulo', 'toronto', 130],
      ['sao-paulo', 'madrid', 206],
      ['toronto', 'madrid', 107],
    ],
  },
  {
    provider: 'aws',
    year: 2013,
    source:
      'medians of pings between EC2 instances, Bailis, "Communication costs in real-world networks", bailis.org/blog, 17 May 2013',
    pairs: [
      ['washington', 'portland', 80.9],
      ['washington', 'san-francisco', 83.8],
      ['washington', 'dublin', 109],
      ['washington', 'singapore', 253],
      ['washington', 'tokyo', 203],
      ['washington', 'sydney', 269],
      ['washington', 'sao-paulo', 147],
      ['portland', 'san-francisco', 21.6],
      ['portland', 'dublin', 169],
      ['portland', 'singapore', 234],
      ['portland', 'tokyo', 130],
      ['portland', 'sydney', 200],
      ['portland', 'sao-paulo', 206],
      ['san-francisco', 'dublin', 169],
      ['san-francisco', 'singapore', 189],
      ['san-francisco', 'tokyo', 134],
      ['san-francisco', 'sydney', 174],
      ['san-francisco', 'sao-paulo', 184],
      ['dublin', 'singapore', 202],
      ['dublin', 'tokyo', 275],
      ['dublin', 'sydney', 350],
      ['dublin', 'sao-paulo', 239],
      ['singapore', 'tokyo', 89.6],
      ['singapore', 'sydney', 269],
      ['singapore', 'sao-paulo', 363],
      ['tokyo', 'sydney', 145],
      ['tokyo', 'sao-paulo', 300],
      ['sydney', 'sao-paulo', 339],
    ],
  },
];

/**
 * Inside one zone, in ms: IBM Cloud's VPC latency page shows about 0.1 from a zone to itself (2024).
 */
export const insideZoneRoundTrip = 0.1;

/**
 * Between two zones of a region, or two regions or clients in one metropolitan area, in ms: the middle of the 1.8 to 2.2 that IBM
 * Cloud publishes for Dallas (2024). AWS zones were measured at 0.25 to 3.4.
 */
export const interZoneRoundTrip = 2;

/** Light in fibre covers two thirds of its speed in vacuum: kilometres a millisecond. */
const fibreSpeed = (299.792458 * 2) / 3;

/**
 * How much longer a round trip takes than light in a fibre laid along the great circle: the median of the pairs measured since
 * 2020 above, to one decimal. It leaves half of those pairs within 15 %; the worst are routes without a direct cable (Frankfurt
 * to Tokyo takes 1.6 times the estimate) and short ones (Toronto to Washington, 2.1 times).
 */
export const pathStretch = 1.6;

export interface RoundTrip {
  /** Milliseconds. */
  ms: number;
  source: string;
  /** Year of the measurement; absent for an estimate. */
  year?: number;
  /** True when no measurement of the two areas is at hand and the great circle had to do. */
  estimated: boolean;
}

/**
 * The round trip between two places, by their ids.
 *
 * The newest measurement between their areas counts; a provider's own measurement between two of its regions outranks another
 * provider's unless it is more than five years older. Without any, it is light in fibre along the great circle times `pathStretch`.
 *
 * @throws RangeError for an id that is not among `places`.
 */
export function roundTrip(from: string, to: string): RoundTrip {
  const [a, b] = [areaOf(from), areaOf(to)];
  if (a === b)
    return {
      ms: interZoneRoundTrip,
      source: 'between zones of Dallas, IBM Cloud docs, "VPC network latency", 2024',
      year: 2024,
      estimated: false,
    };
  const provider = providerOf(from) === providerOf(to) ? providerOf(from) : undefined;
  return measured(a, b, provider) ?? estimate(a, b);
}

function measured(a: AreaId, b: AreaId, provider: string | undefined): RoundTrip | undefined {
  const found = roundTripMatrices.flatMap((matrix) =>
    matrix.pairs
      .filter(([x, y]) => (x === a && y === b) || (x === b && y === a))
      .map(([, , ms]) => ({
        ms,
        source: matrix.source,
        year: matrix.year,
        estimated: false,
        by: matrix.provider,
      })),
  );
  const newest = Math.max(...found.map((one) => one.year));
  const own = found.filter((one) => one.by === provider && one.year >= newest - 5);
  const best = (own.length > 0 ? own : found).reduce<(typeof found)[number] | undefined>(
    (best, one) => (best === undefined || one.year > best.year ? one : best),
    undefined,
  );
  if (best === undefined) return undefined;
  const { by: _, ...trip } = best;
  return trip;
}

function estimate(a: AreaId, b: AreaId): RoundTrip {
  const light = (2 * greatCircle(areas[a], areas[b])) / fibreSpeed;
  return {
    ms: Math.max(interZoneRoundTrip, Math.round(light * pathStretch * 10) / 10),
    source: `light in fibre along the great circle, times ${pathStretch}`,
    estimated: true,
  };
}

function areaOf(id: string): AreaId {
  const place = places.get(id);
  if (place === undefined) throw new RangeError(`unknown place "${id}"`);
  return place.area;
}

function providerOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

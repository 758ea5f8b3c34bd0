import type { Micros } from '../../../kernel/index.js';
import type { AutoscalerOptions } from './autoscaler.js';
import type { ClassOptions } from './request-class.js';
import type { StationOptions } from './station.js';
import type { TokenBucketOptions } from './token-bucket.js';

/** A station, and whose it is. */
export interface StationPlan extends StationOptions {
  /** The region or the store that it serves for. */
  readonly subject: string;
  /** Squared coefficient of variation of its service times. */
  readonly variation: number;
  /** Up to this rate, per microsecond, it is never overloaded at full speed. */
  readonly easyRate: number;
  readonly autoscaling?: AutoscalerOptions & { readonly launches?: TokenBucketOptions };
  /** How it begins when it is cold: a share of its speed, and the time until it has all of it. */
  readonly warmUp?: { readonly share: number; readonly within: Micros };
}

/** What regions and stores can serve, and how long clients try. */
export interface CapacityPlan {
  readonly by: 'requests' | 'rates';
  readonly stations: readonly StationPlan[];
  /** Number of the station of each region, if it has one. */
  readonly ofRegion: readonly (number | undefined)[];
  /** By store: numbers of the stations on its sites. */
  readonly ofStore: readonly ReadonlyMap<number, number>[];
  /** By population. */
  readonly clients: readonly Omit<ClassOptions, 'name'>[];
  /** Share of goodput below which service is down. */
  readonly threshold: number;
  /** Whether no station is ever overloaded, wherever all requests of the busiest hour go. */
  readonly isAmple: boolean;
}

import {
  type Distribution,
  drawExponential,
  drawPoisson,
  exp,
  ln,
  type Micros,
  residualQuantile,
  type Stream,
} from '../../../kernel/index.js';
import { erlangB, erlangC } from './erlang.js';

/** What a station has at an instant of balance. Times are in microseconds of work at full speed. */
export interface StationState {
  /** Of each who is served: time since it joined, and work that is left. */
  readonly served: readonly { readonly age: number; readonly left: number }[];
  /** Of each who waits: time since it joined, the oldest first. */
  readonly waiting: readonly number[];
  /** How long it takes until it is of the stationary law; 0 where it was drawn from that. */
  readonly settling: Micros;
}

/** A queue in balance: Poisson arrivals. */
export interface Queue {
  readonly name: string;
  /** Arrivals per microsecond. */
  readonly rate: number;
  readonly servers: number;
  readonly service: Distribution;
  /** Places to wait. */
  readonly queue: number;
}

/** Waits rarer than this share do not matter to the law of those who are served. */
const negligible = 1e-9;

/**
 * Draws the state of a queue at an instant of balance. It has the exact law for exponential service (birth and death), for no
 * places to wait (a truncated Poisson number, whatever the law of service: Erlang; Sevastyanov 1957), and for one server and any
 * number of places (Pollaczek and Khinchine). For the others it is near, and `settling` says for how long it must run.
 *
 * @throws RangeError if more comes than is served and all may wait: there is no balance.
 */
export function drawStationary(queue: Queue, stream: Stream): StationState {
  const { name, rate, servers, service, queue: places } = queue;
  if (rate === 0) return { served: [], waiting: [], settling: 0 };
  const load = rate * service.mean;
  if (load >= servers && places === Number.POSITIVE_INFINITY) {
    throw new RangeError(
      `${name} is asked for ${load / servers} of what it can serve: its queue would grow without end`,
    );
  }
  if (isExponential(service)) return drawBirthDeath(queue, load, stream, 0);
  if (places === 0) return drawBirthDeath(queue, load, stream, 0);
  if (servers === 1 && places === Number.POSITIVE_INFINITY) return drawSingleServer(queue, stream);
  const settling = erlangC(servers, load) < negligible ? 0 : settlingTime(queue, load);
  return drawBirthDeath(queue, load, stream, settling);
}

/** Whether a law is memoryless: its residual has its own law. */
export function isExponential(law: Distribution): boolean {
  let is = memoryless.get(law);
  if (is === undefined) {
    const { mean } = law;
    is = [0.1, 0.5, 1, 2, 5].every(
      (x) => Math.abs(law.excess(x * mean) / mean - (1 - law.cdf(x * mean))) < 1e-12,
    );
    memoryless.set(law, is);
  }
  return is;
}

/** Laws that have been looked at: they never change. */
const memoryless = new WeakMap<Distribution, boolean>();

/** Share of the arrivals that find no place in M/M/c/K; with no places to wait, for any law of service. */
export function blockedShare(servers: number, load: number, places: number): number {
  if (places === Number.POSITIVE_INFINITY) return 0;
  const { full, total, ratio } = chances(servers, load, places);
  return full > 0 ? (full * power(ratio, places)) / total : 0;
}

/** In units of those of c servers without a queue: from all busy on, each further one is the load of a server less likely. */
function chances(servers: number, load: number, places: number) {
  const ratio = load / servers;
  const full = erlangB(servers, load);
  const allBusy = full * geometricSum(ratio, places);
  return { ratio, full, allBusy, total: 1 - full + allBusy };
}

/** M/M/c/K, or the same numbers with what is left of other services. */
function drawBirthDeath(queue: Queue, load: number, stream: Stream, settling: Micros): StationState {
  const { servers, service, queue: places } = queue;
  const { ratio, allBusy, total } = chances(servers, load, places);
  if (stream.next() * total >= allBusy) {
    return { served: drawServed(service, drawBelow(servers, load, stream), stream), waiting: [], settling };
  }
  const count = drawTruncatedGeometric(ratio, places, stream.next());
  return {
    served: drawServed(service, servers, stream),
    waiting: drawAges(count, service.mean / servers, stream),
    settling,
  };
}

/** 1 + ratio + ... + ratio^places. */
function geometricSum(ratio: number, places: number): number {
  if (places === 0) return 1;
  if (ratio === 1) return places + 1;
  if (ratio < 1) return (1 - power(ratio, places + 1)) / (1 - ratio);
  return (power(ratio, places + 1) - 1) / (ratio - 1);
}

/** A number from 0 to `most` with chances that fall, or grow, by a ratio. */
function drawTruncatedGeometric(ratio: number, most: number, u: number): number {
  if (most === 0) return 0;
  if (ratio === 1) return Math.floor(u * (most + 1));
  if (ratio > 1) return most - drawTruncatedGeometric(1 / ratio, most, u);
  return Math.min(most, Math.floor(ln(1 - u * (1 - power(ratio, most + 1))) / ln(ratio)));
}

/** A power, kept so small that sums and products of several are still numbers. */
function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  return exponent === Number.POSITIVE_INFINITY ? 0 : exp(Math.min(exponent * ln(base), 600));
}

/** A Poisson number, given that it is below the number of servers. */
function drawBelow(servers: number, load: number, stream: Stream): number {
  if (load < servers) {
    for (;;) {
      const busy = drawPoisson(load, stream);
      if (busy < servers) return busy;
    }
  }
  // Chances fall from the top: n - 1 has n / load times that of n.
  let sum = 0;
  let chance = 1;
  for (let n = servers - 1; n >= 0 && chance > sum * 1e-17; n--) {
    sum += chance;
    chance *= n / load;
  }
  let left = stream.next() * sum;
  chance = 1;
  for (let n = servers - 1; n > 0; n--) {
    left -= chance;
    if (left < 0) return n;
    chance *= n / load;
  }
  return 0;
}

function drawServed(service: Distribution, count: number, stream: Stream): StationState['served'] {
  if (!isExponential(service)) return Array.from({ length: count }, () => drawInService(service, stream));
  const draw = () => service.quantile(stream.next());
  return Array.from({ length: count }, () => ({ left: draw(), age: draw() }));
}

/** One service at a random instant of it: what is left has the residual law, and given that the whole is longer. */
function drawInService(service: Distribution, stream: Stream): { age: number; left: number } {
  // What has passed and what is left of an exponential one are independent, and of its own law.
  if (isExponential(service))
    return { age: service.quantile(stream.next()), left: service.quantile(stream.next()) };
  const left = residualQuantile((x) => service.excess(x), stream.next());
  const shorter = service.cdf(left);
  const whole = service.quantile(shorter + stream.next() * (1 - shorter));
  return { age: Math.max(0, whole - left), left };
}

/** Seen backwards, those who wait came as Poisson events of the rate at which all servers work (M/M/c/K is reversible). */
function drawAges(count: number, gap: number, stream: Stream): number[] {
  const ages: number[] = [];
  for (let age = 0; ages.length < count; ) {
    age += drawExponential(gap, stream);
    ages.push(age);
  }
  return ages.reverse();
}

/**
 * M/G/1: who is served had waited for a stationary time, independent of its service; all who came since it did are waiting.
 */
function drawSingleServer({ rate, service }: Queue, stream: Stream): StationState {
  const load = rate * service.mean;
  if (stream.next() >= load) return { served: [], waiting: [], settling: 0 };
  let wait = 0;
  while (stream.next() < load) wait += residualQuantile((x) => service.excess(x), stream.next());
  const { age, left } = drawInService(service, stream);
  const sinceJoined = wait + age;
  const count = drawPoisson(rate * sinceJoined, stream);
  const waiting = Array.from({ length: count }, () => stream.next() * sinceJoined).sort((a, b) => b - a);
  return { served: [{ age: sinceJoined, left }], waiting, settling: 0 };
}

/**
 * Ten relaxation times: those of M/M/c/K (its spectral gap), longer as the mean residual is than that of exponential service. What
 * then is left of a wrong start is e^-10 of it.
 */
function settlingTime({ servers, service, queue: places }: Queue, load: number): Micros {
  const ratio = load / servers;
  const root = 1 - Math.sqrt(ratio);
  const gap = root * root + (4 * Math.sqrt(ratio)) / ((places + 1) * (places + 1));
  const residual = meanResidual(service);
  return 10 * Math.max(residual, service.mean) * (1 + 1 / (servers * gap));
}

/** Mean of what is left of a service at a random instant of it, by the midpoints of its quantiles. */
function meanResidual(service: Distribution): number {
  const points = 64;
  let sum = 0;
  for (let i = 0; i < points; i++) {
    sum += residualQuantile((x) => service.excess(x), (i + 0.5) / points);
  }
  return sum / points;
}

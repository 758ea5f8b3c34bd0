import { describe, expect, it } from 'vitest';
import { constant, exponential, lognormal, pert, uniform } from '../../../../src/kernel/distributions.js';
import { Streams } from '../../../../src/kernel/streams.js';
import { erlangB } from '../../../../src/model/traffic/capacity/erlang.js';
import {
  blockedShare,
  drawStationary,
  isExponential,
  type Queue,
} from '../../../../src/model/traffic/capacity/stationary.js';
import { meanOf, oneStation, patient, second } from './flows.js';

/** Chances of 0, 1, ... in M/M/c/K, by birth and death. */
function birthAndDeath(servers: number, load: number, places: number): number[] {
  const chances = [1];
  for (let n = 1; n <= servers + places; n++) chances.push((chances[n - 1]! * load) / Math.min(n, servers));
  const sum = chances.reduce((a, b) => a + b, 0);
  return chances.map((chance) => chance / sum);
}

function draws(queue: Omit<Queue, 'name'>, count: number) {
  const stream = new Streams('stationary').at(0).open('draws');
  return Array.from({ length: count }, () => drawStationary({ name: 'queue', ...queue }, stream));
}

describe('the state of a queue in balance', () => {
  it.each([
    [1, 0.8, 4],
    [3, 2.9, 6],
    [3, 3, 6],
    [3, 7, 5],
    [5, 4, 0],
    [4, 30, 2],
  ])('has the chances of birth and death: %i servers, load %d, %i places', (servers, load, queue) => {
    const expected = birthAndDeath(servers, load, queue);
    expect(blockedShare(servers, load, queue)).toBeCloseTo(expected.at(-1)!, 12);
    const count = 2000;
    const seen = expected.map(() => 0);
    for (const { served, waiting } of draws({ rate: load, servers, service: exponential(1), queue }, count))
      seen[served.length + waiting.length]!++;
    const squares = seen.map((n, i) => (n - count * expected[i]!) ** 2 / (count * expected[i]!));
    // Chi-square: its mean is the number of states but one, its deviation the root of twice that.
    const states = seen.length - 1;
    expect(squares.reduce((a, b) => a + b, 0)).toBeLessThan(states + 5 * Math.sqrt(2 * states));
  });

  it('is drawn for twenty thousand servers', () => {
    const busy = draws({ rate: 18_000, servers: 20_000, service: exponential(1), queue: 10 }, 40);
    const { mean, error } = meanOf(busy.map(({ served }) => served.length));
    expect(Math.abs(mean - 18_000)).toBeLessThan(4 * error);
  });

  it('has of each service age and rest alike, with the mean of the residual', () => {
    const service = lognormal(0, 0.8);
    const services = draws({ rate: 5, servers: 40, service, queue: 0 }, 200).flatMap(({ served }) => served);
    const residual = service.mean * Math.exp(0.8 ** 2) * 0.5;
    for (const values of [services.map(({ age }) => age), services.map(({ left }) => left)]) {
      const { mean, error } = meanOf(values);
      expect(Math.abs(mean - residual)).toBeLessThan(4 * error);
    }
  });

  it('has, with one server, as many who wait as Little says, and none who came before who is served', () => {
    const states = draws({ rate: 0.7, servers: 1, service: uniform(0, 2), queue: Infinity }, 4000);
    const { mean, error } = meanOf(states.map(({ waiting }) => waiting.length));
    // Pollaczek-Khinchine: rate² E[S²] / 2 (1 - load).
    expect(Math.abs(mean - (0.49 * (4 / 3)) / 0.6)).toBeLessThan(4 * error);
    for (const { served, waiting } of states) {
      expect(waiting).toEqual([...waiting].sort((a, b) => b - a));
      if (waiting.length > 0) expect(served[0]!.age).toBeGreaterThanOrEqual(waiting[0]!);
    }
  });

  it('tells an exponential law from others', () => {
    expect(isExponential(exponential(7))).toBe(true);
    for (const law of [constant(7), uniform(0, 14), lognormal(0, 1), pert(1, 2, 9)])
      expect(isExponential(law)).toBe(false);
  });
});

describe('a flow that begins in balance', () => {
  it('has the retries that errors make', () => {
    const retry = { attempts: 2, backoff: second, factor: 2, cap: 10 * second, jitter: 'full' as const };
    const pending = Array.from({ length: 300 }, (_, run) => {
      const flow = oneStation({ servers: 3, service: exponential(1000), queue: Infinity }, 200 / second, {
        run,
        classes: [{ ...patient, retry }],
        routes: [{ stations: [0], meets: 'served', errorShare: 0.25 }],
      });
      flow.start();
      const { carried } = flow.classes[0]!.tally;
      flow.advance(second / 2);
      return { carried, later: flow.classes[0]!.tally.inProgress };
    });
    // 200 a second, a quarter of which waits for half a second on average, a quarter of these for a second; some are served.
    const expected = 200 * (0.25 * 0.5 + 0.0625 * 1) + 200 * 0.001 * (1 + 0.25 + 0.0625);
    for (const values of [pending.map(({ carried }) => carried), pending.map(({ later }) => later)]) {
      const { mean, error } = meanOf(values);
      expect(Math.abs(mean - expected)).toBeLessThan(4 * error);
    }
  });

  it('has lost calls that return, at the load that they make', () => {
    const late = { attempts: 3, backoff: 1e8, factor: 1, cap: 1e8, jitter: 'exponential' as const };
    const flow = oneStation({ servers: 20, service: exponential(1e5), queue: 0 }, 18 / 1e5, {
      classes: [{ ...patient, retry: late }],
    });
    flow.start();
    flow.advance(8000 * 1e5);
    const { attempts, failures } = flow.classes[0]!.tally;
    const load = 24.4362631154;
    // Some 30 successive attempts count as one.
    const error = Math.sqrt((0.267 * 0.733 * 30) / attempts);
    expect(Math.abs(failures.shed / attempts - erlangB(20, load))).toBeLessThan(4 * error);
    expect(erlangB(20, load)).toBeCloseTo(0.2671413003, 9);
  });
});

import { describe, expect, it } from 'vitest';
import { Simulation, Streams } from '../../../src/kernel/index.js';
import { HealthCheck, type HealthRule } from '../../../src/model/traffic/health-check.js';
import { oddsOf } from '../../../src/model/traffic/probe-odds.js';
import { runProbes } from '../../../src/model/traffic/probe-run.js';

const tolerance = 4;
const periods = { ok: 10, refused: 10, silent: 10 };
const open = (name: string) => new Streams('probe runs').at(0).open(name);

/** P(N <= n) of the probes until k failures in a row, n = 0, 1, ...: each state is the number of failures in a row. */
function lawOfRun(failing: (n: number) => number, k: number, carried: number, last: number): number[] {
  let standing = Array.from({ length: k }, (_, j): number => (j === carried ? 1 : 0));
  let done = 0;
  const law = [0];
  for (let n = 1; n <= last; n++) {
    const q = failing(n);
    const alive = standing.reduce((a, b) => a + b, 0);
    done += q * standing[k - 1]!;
    standing = [(1 - q) * alive, ...standing.slice(0, -1).map((one) => q * one)];
    law.push(done);
  }
  return law;
}

/** The worst distance of a sample's distribution from a law of whole numbers, in standard errors. */
function worstDistance(sample: readonly number[], law: readonly number[]): number {
  let worst = 0;
  for (let n = 1; n < law.length; n++) {
    const p = law[n]!;
    const error = Math.sqrt((p * (1 - p)) / sample.length);
    if (error * sample.length < 3) continue;
    const share = sample.filter((one) => one <= n).length / sample.length;
    worst = Math.max(worst, Math.abs(share - p) / error);
  }
  return worst;
}

describe('a run of failed probes', () => {
  it.each([
    [1, 0.2, 0],
    [3, 0.1, 0],
    [3, 0.1, 2],
    [3, 0.7, 1],
    [5, 0.5, 0],
    [2, 0.999, 0],
    [40, 0.95, 7],
  ])('of %d at chance %d, %d of them carried, comes when its law says', (inARow, q, carried) => {
    const stream = open(`law ${inARow} ${q} ${carried}`);
    const odds = oddsOf('ok', q);
    const sample = Array.from({ length: 3000 }, () => {
      return runProbes({ good: false, inARow, carried }, odds, periods, 0, () => stream).probes;
    });
    const law = lawOfRun(() => q, inARow, carried, 300);
    expect(worstDistance(sample, law)).toBeLessThan(tolerance);
  });

  it('has the mean and the spread of Feller, XIII.7, at one in a thousand', () => {
    const [k, p, size] = [3, 0.001, 4000];
    const stream = open('feller');
    const odds = oddsOf('ok', 0, p);
    const sample = Array.from({ length: size }, () => {
      return runProbes({ good: false, inARow: k, carried: 0 }, odds, periods, 0, () => stream).probes;
    });
    const mean = (p ** -k - 1) / (1 - p);
    const r = 1 / ((1 - p) * p ** k);
    const sd = Math.sqrt(r * r - (2 * k + 1) * r - p / (1 - p) ** 2);
    const observed = sample.reduce((a, b) => a + b, 0) / size;
    expect(Math.abs(observed - mean)).toBeLessThan((tolerance * sd) / Math.sqrt(size));
  });

  it('stands, before it is complete, as probes one by one would', () => {
    // Given that no run of 3 was complete by the 12th probe: how many of the last probes failed.
    const [k, q, n] = [3, 0.4, 12];
    const stream = open('standing');
    const counts = [0, 0, 0];
    let incomplete = 0;
    for (let i = 0; i < 8000; i++) {
      const run = runProbes(
        { good: false, inARow: k, carried: 0 },
        oddsOf('ok', q),
        periods,
        0,
        () => stream,
      );
      if (run.probes <= n) continue;
      incomplete += 1;
      const { carried, nextLaunch } = run.standingAt((n - 1) * 10);
      expect(nextLaunch).toBe(n * 10);
      counts[carried]! += 1;
    }
    const survives = lawOfRun(() => q, k, 0, n).map((done) => 1 - done);
    counts.forEach((count, j) => {
      // The last j failed after one that did not, which closed n - j - 1 probes without a run.
      const p = ((1 - q) * q ** j * survives[n - j - 1]!) / survives[n]!;
      expect(Math.abs(count / incomplete - p)).toBeLessThan(
        tolerance * Math.sqrt((p * (1 - p)) / incomplete),
      );
    });
  });
});

const rule: HealthRule = {
  interval: 10,
  timeout: 4,
  failures: 3,
  successes: 2,
  checkers: 1,
  healthyAbove: 0.5,
  schedule: 'fixed',
  roundTrip: 0,
};

/** Errors from an instant on. */
interface Gray {
  readonly at: number;
  readonly errors: number;
}

interface Told {
  readonly at: number;
  readonly healthy: boolean;
}

function watch(
  name: string,
  run: number,
  given: HealthRule,
  changes: readonly Gray[],
  until: number,
): { told: Told[]; executed: number; atFirst: boolean } {
  const streams = new Streams(name).at(run);
  const simulation = new Simulation();
  const told: Told[] = [];
  const check = new HealthCheck(
    simulation,
    given,
    { phase: () => streams.open('phase').next(), probes: (i) => streams.open(`probes ${i}`) },
    (healthy) => told.push({ at: simulation.now, healthy }),
  );
  const atFirst = check.healthy;
  for (const { at, errors } of changes)
    simulation.scheduleAt(at, () => check.observe('ok', 'server', errors));
  simulation.run(until);
  return { told, executed: simulation.executed, atFirst };
}

/** The same probe by probe. */
function watchOneByOne(
  name: string,
  run: number,
  given: HealthRule,
  changes: readonly Gray[],
  until: number,
): Told[] {
  const stream = new Streams(name).at(run).open('one by one');
  const chances = new Streams(name).at(run).open('probes one by one');
  const { loss = 0, interval, timeout, roundTrip, schedule } = given;
  const told: Told[] = [];
  let healthy = true;
  let streak = 0;
  // Long before the first change, so that nothing of the start is left.
  let launch = -200 * interval + Math.ceil(stream.next() * interval);
  while (launch <= until) {
    const errors = changes.filter(({ at }) => at <= launch).at(-1)?.errors ?? 0;
    const lost = chances.next() < loss;
    const failed = chances.next() < errors || lost;
    const takes = lost ? timeout : roundTrip;
    streak = failed === healthy ? streak + 1 : 0;
    if (streak === (healthy ? given.failures : given.successes)) {
      healthy = !healthy;
      streak = 0;
      told.push({ at: launch + takes, healthy });
    }
    launch += schedule === 'fixed' ? interval : interval + takes;
  }
  return told;
}

function isHealthyAt(told: readonly Told[], at: number, atFirst = true): boolean {
  return told.filter((one) => one.at <= at).at(-1)?.healthy ?? atFirst;
}

describe('a health check left to chance', () => {
  it('trips when its law says, though the chance changes again and again before', () => {
    const changes = [
      { at: 5, errors: 0.3 },
      { at: 58, errors: 0.6 },
      { at: 90, errors: 0 },
      { at: 117, errors: 0.5 },
    ];
    const sample = Array.from({ length: 2500 }, (_, run) => {
      const first = watch('changes', run, rule, changes, 400).told[0];
      // Probes are launched once an interval; the first that meets errors is the first after 5.
      return first ? Math.floor((first.at - 5) / 10) + 1 : Number.POSITIVE_INFINITY;
    });
    // The phase is drawn at the first change, uniform over ten instants, and says how many probes meet each chance.
    const laws = Array.from({ length: 10 }, (_, i) => {
      const launch = (n: number) => 5 + i + 1 + (n - 1) * 10;
      const failing = (n: number) => changes.filter(({ at }) => at < launch(n)).at(-1)?.errors ?? 0;
      return lawOfRun(failing, 3, 0, 38);
    });
    const law = laws[0]!.map((_, n) => laws.reduce((sum, one) => sum + one[n]!, 0) / laws.length);
    expect(worstDistance(sample, law)).toBeLessThan(tolerance);
  });

  it.each(['fixed', 'sequential'] as const)(
    'begins as it goes on, and as probes one by one would: %s',
    (schedule) => {
      const lossy: HealthRule = {
        ...rule,
        schedule,
        loss: 0.3,
        roundTrip: 1,
        timeout: 9,
        failures: 2,
        successes: 3,
      };
      const instants = [0, 7, 400, 1000];
      const size = 1500;
      const model = instants.map(() => 0);
      const brute = instants.map(() => 0);
      let [flips, bruteFlips] = [0, 0];
      for (let run = 0; run < size; run++) {
        const { told, atFirst } = watch('stationary', run, lossy, [], 1000);
        const reference = watchOneByOne('reference', run, lossy, [], 1000);
        flips += told.length;
        bruteFlips += reference.filter(({ at }) => at > 0).length;
        instants.forEach((at, i) => {
          model[i]! += Number(isHealthyAt(told, at, atFirst));
          brute[i]! += Number(isHealthyAt(reference, at));
        });
      }
      if (schedule === 'fixed') {
        const [f, p] = [0.3, 0.7];
        const [nf, ns] = [(f ** -2 - 1) / p, (p ** -3 - 1) / f];
        // A failure is known 8 later than a success: so much more of each cycle is healthy.
        const share = (10 * nf + 8) / (10 * (nf + ns));
        expect(Math.abs(model[3]! / size - share)).toBeLessThan(tolerance * Math.sqrt(0.25 / size));
      }
      instants.forEach((_, i) => {
        const error = Math.sqrt((2 * 0.25) / size);
        expect(Math.abs(model[i]! - brute[i]!) / size).toBeLessThan(tolerance * error);
        expect(Math.abs(model[i]! - model[3]!) / size).toBeLessThan(tolerance * error);
      });
      expect(Math.abs(flips - bruteFlips) / size).toBeLessThan(0.6);
    },
  );

  it('finds the time of silent probes between the others where they hold the next one up', () => {
    const gray: HealthRule = { ...rule, schedule: 'sequential', loss: 0.2, timeout: 9, failures: 3 };
    const changes = [
      { at: 300, errors: 0.3 },
      { at: 420, errors: 0.1 },
    ];
    const size = 1500;
    const at = [310, 350, 400, 440, 500];
    const both = at.map(() => [0, 0]);
    for (let run = 0; run < size; run++) {
      const { told, atFirst } = watch('sequential', run, gray, changes, 500);
      const reference = watchOneByOne('sequential reference', run, gray, changes, 500);
      at.forEach((instant, i) => {
        both[i]![0]! += Number(isHealthyAt(told, instant, atFirst));
        both[i]![1]! += Number(isHealthyAt(reference, instant));
      });
    }
    for (const [model, brute] of both) {
      const p = brute! / size;
      const error = Math.sqrt((2 * p * (1 - p)) / size);
      expect(Math.abs(model! - brute!) / size).toBeLessThan(tolerance * error);
    }
  });

  it('costs little in ten years of quiet time, and finds the way of its probes at their end', () => {
    const second = 1e6;
    const years = 10 * 365.25 * 86_400 * second;
    const quiet: HealthRule = {
      ...rule,
      interval: 10 * second,
      timeout: 4 * second,
      loss: 0.001,
      checkers: 16,
    };
    const { executed, told } = watch('ten years', 0, quiet, [{ at: years - 1, errors: 0.01 }], years);
    expect(executed).toBeLessThan(30);
    expect(told).toEqual([]);
  });
});

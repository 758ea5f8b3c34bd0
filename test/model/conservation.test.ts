import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, build } from '../../src/experiment/simulate.js';
import type { Row } from '../../src/measure/columns.js';
import { phaseNames } from '../../src/measure/result.js';
import { integralOf, valueAt } from '../../src/model/curve.js';
import { demandCurve, offeredOf, steadyDemand } from '../../src/model/demand.js';
import {
  type DemandChanged,
  type GoodputChanged,
  type TraceRecord,
  writeClasses,
} from '../../src/model/trace.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { scenarios } from '../drafts/scenarios.js';

const runs = 3;

/** The figures of a row by name; of a censored one the least that it can be. */
type Figures = (name: string) => number;

function figuresOf({ columns }: Batch, { values, atLeast }: Row): Figures {
  const positions = new Map(columns.map(({ name }, index) => [name, index]));
  return (name) => {
    const index = positions.get(name)!;
    return values[index] === Number.POSITIVE_INFINITY ? atLeast[index]! : values[index]!;
  };
}

function batchOf(scenario: Scenario): Batch {
  const parsed = parseScenario(scenario);
  if (!parsed.ok)
    throw new Error(parsed.mistakes.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return build(parsed.spec, '41');
}

/** Follows goodput and demand, and adds up the writes that are asked for, and those that are answered. */
class Answered {
  asked = 0;
  writes = 0;
  /** Writes that were acknowledged too late to count as answered. */
  late = 0;
  /** How far a share strays from where shares can be. */
  astray = 0;
  private readonly last = new Map<string, GoodputChanged>();
  private readonly demands = new Map<string, DemandChanged>();

  constructor(private readonly spec: Batch['spec']) {}

  readonly note = (record: TraceRecord): void => {
    if (record.type === 'commits-waited') this.late += record.late;
    if (record.type === 'demand') this.follow(record);
    if (record.type !== 'goodput') return;
    this.complete(record, record.at);
    this.last.set(`${record.population} ${record.kind}`, record);
    for (const later of [0, 1e6, 30e6, 300e6]) {
      const share = valueAt(record.share, record.at + later);
      this.astray = Math.max(this.astray, -share, share - 1);
    }
  };

  end(): number {
    for (const record of this.last.values()) this.complete(record, this.spec.horizon);
    return this.writes;
  }

  private follow(record: DemandChanged): void {
    for (const [key, last] of this.last) {
      if (last.population !== record.population) continue;
      this.complete(last, record.at);
      this.last.set(key, { ...last, at: record.at });
    }
    this.demands.set(record.population, record);
  }

  private complete({ population, kind }: GoodputChanged, to: number): void {
    const before = this.last.get(`${population} ${kind}`);
    if (!before || kind === 'reads') return;
    const { requests, writes } = this.spec.clients[population]!;
    const demand = this.demands.get(population) ?? steadyDemand;
    const rate = (requests / 1e6) * writes;
    this.asked += integralOf(demandCurve(demand), before.at, to) * rate;
    this.writes += integralOf(offeredOf(demand, before.share), before.at, to) * rate;
  }
}

function forRuns(
  scenario: Scenario,
  check: (batch: Batch, row: Row, figures: Figures, told: Answered) => void,
): void {
  const batch = batchOf(scenario);
  for (let run = 0; run < runs; run++) {
    const told = new Answered(batch.spec);
    const row = batch.simulate(run, told.note);
    told.end();
    check(batch, row, figuresOf(batch, row), told);
  }
}

/** Nothing goes wrong, and nobody does anything. */
function atRest({ runbooks = {}, roles, services, credentials, ...scenario }: Scenario): Scenario {
  // Lost probes may fail a region over that is well.
  const { loss: _, ...health } = scenario.routing.health!;
  const quiet = { ...scenario, routing: { ...scenario.routing, health }, faults: [], changes: [] };
  const waiting = Object.entries(runbooks).filter(([, { when }]) => when.at === undefined);
  if (waiting.length === 0) return quiet;
  return {
    ...quiet,
    runbooks: Object.fromEntries(waiting),
    ...(roles ? { roles } : {}),
    ...(services ? { services } : {}),
    ...(credentials ? { credentials } : {}),
  };
}

const endings = [
  'rto',
  'divergence',
  'cutover',
  'clientOutage',
  'moved50',
  'moved95',
  'moved99',
  'defectTime',
  'drain',
  'restoreTime',
  'restorePointAge',
  'runbookTime',
  'untold',
];

function expectSoundRow({ columns, spec }: Batch, row: Row): void {
  columns.forEach(({ name, figure, unit }, index) => {
    const value = row.values[index]!;
    if (value === Number.POSITIVE_INFINITY) {
      // Only a recovery, of service or of data, a move of clients or the end of a defect can be beyond the horizon.
      expect(endings, name).toContain(figure);
      // What is restored may be older than the run.
      if (figure !== 'restorePointAge')
        expect(row.atLeast[index], name).toBeLessThanOrEqual(spec.horizon / 1e6);
    } else expect([name, Number.isFinite(value) && value >= 0]).toEqual([name, true]);
    if (unit === 'share') expect(value).toBeLessThanOrEqual(1);
  });
}

/** Whether writes may fail in quiet time, for rows that too many of them want. */
function isLimited({ data }: Batch['spec']): boolean {
  return Object.values(data).some(({ keys, writers, replicas }) => keys && !writers && !replicas);
}

/** `asked`: writes that clients asked for. */
function expectWritesConserved({ spec }: Batch, figures: Figures, asked: number): void {
  for (const of of ['', ...Object.keys(spec.data).map((store) => ` of ${store}`)]) {
    const classes = writeClasses.map((name) => figures(`${name}${of}`));
    const acknowledged = figures(`acknowledged${of}`);
    expect(classes.reduce((a, b) => a + b)).toBe(acknowledged);
    const lost = ['lostInFailover', 'lostInConflict', 'lostInRestore'].map((name) => figures(`${name}${of}`));
    expect(lost.reduce((a, b) => a + b)).toBe(figures(`writesLost${of}`));
    const share = of === '' ? 1 : spec.data[of.slice(4)]!.share;
    const offered = asked * share;
    // A Poisson count is beyond seven standard deviations with chance 1e-12.
    expect(acknowledged).toBeLessThanOrEqual(offered + 7 * Math.sqrt(offered) + 10);
    // A defect fails requests too.
    const isSound = spec.faults.length === 0 && spec.changes.every(({ defect }) => defect === undefined);
    if (isSound && !isLimited(spec)) {
      expect(acknowledged).toBeGreaterThanOrEqual(offered - 7 * Math.sqrt(offered) - 10);
    }
  }
}

/** Whether some writes are acknowledged that do not count as answered: in queues, after a restore, or to rows that are altered. */
function answersInVain({ regions, data, faults }: Batch['spec']): boolean {
  return (
    Object.values(regions).some(({ capacity }) => capacity !== undefined) ||
    Object.values(data).some(({ restore }) => restore.slow !== undefined) ||
    faults.some(({ kind }) => kind === 'corrupt')
  );
}

/** In time, too: no more than all are answered and no less than none. */
function expectAnswersAcknowledged(
  { spec }: Batch,
  figures: Figures,
  { writes, late, astray }: Answered,
): void {
  expect(astray).toBeLessThan(1e-9);
  if (answersInVain(spec)) return;
  const inTime = figures('acknowledged') - late;
  expect(Math.abs(inTime - writes)).toBeLessThan(7 * Math.sqrt(writes) + 10);
}

function expectTimesConsistent({ spec }: Batch, row: Row, figures: Figures): void {
  const parts = phaseNames.reduce((sum, phase) => sum + figures(phase), 0);
  expect(parts).toBeCloseTo(figures('rto'), 5);
  expect(figures('downtime') / (spec.horizon / 1e6) + figures('availability')).toBeCloseTo(1, 9);
  for (const population of Object.keys(spec.clients)) {
    expect(figures(`downtime of ${population}`)).toBeLessThanOrEqual(figures('downtime') + 1e-9);
    // A run that is censored ranks above every other, whatever was observed of it.
    if (row.values[0] !== Number.POSITIVE_INFINITY) {
      expect(figures(`rto of ${population}`)).toBeLessThanOrEqual(figures('rto') + 1e-9);
    }
  }
}

describe('a run of a random scenario', () => {
  it('gives figures that can be, conserves writes and acknowledges those that it answers, and says where all its time went', () => {
    fc.assert(
      fc.property(scenarios(), (scenario) => {
        forRuns(scenario, (batch, row, figures, told) => {
          expectSoundRow(batch, row);
          expectWritesConserved(batch, figures, told.asked);
          expectAnswersAcknowledged(batch, figures, told);
          expectTimesConsistent(batch, row, figures);
        });
      }),
      { seed: 41, numRuns: 200, endOnFailure: true },
    );
  });

  it('is undisturbed without faults and changes', () => {
    fc.assert(
      fc.property(scenarios(), (scenario) => {
        forRuns(atRest(scenario), (batch, row, figures, told) => {
          expectSoundRow(batch, row);
          expectWritesConserved(batch, figures, told.asked);
          // What writers take at the same time crosses on its way, with nothing amiss.
          const crossing = Object.values(scenario.data).some(({ writers }) => writers !== undefined);
          for (const name of ['incidents', 'rto', 'downtime', 'rpo', 'failedRequests']) {
            if (name === 'failedRequests' && isLimited(batch.spec)) continue;
            // Shares of weights add up to 1 but for their rounding.
            expect(figures(name), name).toBeCloseTo(0, 6);
          }
          if (crossing) return;
          expect(figures('pending')).toBe(0);
          expect(figures('surviving')).toBe(figures('acknowledged'));
        });
      }),
      { seed: 42, numRuns: 100, endOnFailure: true },
    );
  });
});

/** Sites come back with their disks. */
const returning = ['lose', 'crash', 'pause', 'partition', 'isolate', 'slow', 'alarm', 'promote'] as const;

/** Whoever promotes a copy by hand asks no majority. */
const voted = returning.filter((kind) => kind !== 'promote');

describe('replication that waits', () => {
  it('loses nothing while every standby is waited for', () => {
    const replication = (copies: number) => ({ mode: 'sync' as const, wait: copies - 1 });
    fc.assert(
      fc.property(scenarios({ replication, faults: returning }), (scenario) => {
        forRuns(scenario, (_, __, figures) => expect(figures('writesLost')).toBe(0));
      }),
      { seed: 43, numRuns: 150, endOnFailure: true },
    );
  });

  it('loses nothing that a majority has', () => {
    const replication = (copies: number) =>
      copies < 3 ? { mode: 'sync' as const, wait: copies - 1 } : { mode: 'quorum' as const };
    fc.assert(
      fc.property(scenarios({ replication, faults: voted }), (scenario) => {
        forRuns(scenario, (_, __, figures) => expect(figures('writesLost')).toBe(0));
      }),
      { seed: 44, numRuns: 150, endOnFailure: true },
    );
  });
});

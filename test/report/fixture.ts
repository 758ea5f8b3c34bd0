/** Made-up results of plausible shape: the same every time, with the edge cases that reports must survive. */
import type {
  Band,
  Column,
  ComparedFigure,
  Comparison,
  Estimate,
  FigureSummary,
  Figures,
  OverTime,
  Result,
  Unit,
} from '../../src/measure/result.js';

export interface Shape {
  runs?: number;
  seed?: number;
  /** Share of runs that have an incident at all. */
  incidents?: number;
  /** Share of runs with an incident that do not recover inside the horizon. */
  censored?: number;
  /** Share of incidents that lose writes. */
  losses?: number;
  regions?: string[];
  stores?: string[];
  populations?: string[];
  /** Median of the decision, seconds. */
  decide?: number;
  title?: string;
  question?: string;
}

const horizon = 10_800;

/** A generator of uniforms: Park and Miller's, good enough for pictures. */
function uniforms(seed: number): () => number {
  let state = (seed * 48_271 + 11) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(next() || 1e-9)) * Math.cos(2 * Math.PI * next());
}

export function summarise(unit: Unit, column: Column): FigureSummary {
  const { values, atLeast = {} } = column;
  const runs = values.length;
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const observed = values.map((value, k) => value ?? atLeast[k]!);
  const rank = (p: number) => {
    const spread = 1.96 * Math.sqrt(runs * p * (1 - p));
    const at = (i: number) => sorted[Math.floor(i)] ?? null;
    const value = at(Math.max(0, Math.ceil(p * runs) - 1));
    if (value === null) return { value: null, atLeast: Math.min(...Object.values(atLeast)) } as Estimate;
    const low = p * runs - spread;
    return {
      value,
      low: low < 0 ? null : at(low),
      high: p * runs + spread >= runs ? null : at(p * runs + spread),
    };
  };
  const mean = observed.reduce((sum, value) => sum + value, 0) / runs;
  const deviation = Math.sqrt(
    observed.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, runs - 1),
  );
  const half = (1.96 * deviation) / Math.sqrt(runs);
  const censored = runs - sorted.length;
  const interval =
    runs === 1 ? { low: null, high: null } : { low: Math.max(0, mean - half), high: mean + half };
  return {
    unit,
    mean: { value: mean, ...interval, ...(censored > 0 ? { lowerBound: true as const } : {}) },
    p50: rank(0.5),
    p95: rank(0.95),
    p99: rank(0.99),
    max: Math.max(...observed),
    censored,
    shareAboveZero: share(observed.filter((value) => value > 0).length, runs),
  };
}

function share(count: number, runs: number): Estimate {
  const value = count / runs;
  const half = 1.96 * Math.sqrt((value * (1 - value)) / runs) + 1 / runs;
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}

export function makeResult(shape: Shape = {}): Result {
  const { runs = 2000, seed = 1, incidents = 1, censored = 0, losses = 0.6, decide = 240 } = shape;
  const {
    regions = ['us-east', 'eu-west'],
    stores = ['orders'],
    populations = ['americas', 'europe'],
  } = shape;
  const next = uniforms(seed);
  const names = [
    'rto',
    'rpo',
    'writesLost',
    'downtime',
    'availability',
    'requestAvailability',
    'detect',
    'decide',
  ];
  const more = ['act', 'propagate', 'absorb', 'rideOut', 'acknowledged', 'surviving', 'zero'];
  const data = Object.fromEntries([...names, ...more].map((name) => [name, [] as (number | null)[]]));
  const atLeast: Record<string, number> = {};
  for (let k = 0; k < runs; k++) {
    const hit = next() < incidents;
    const start = 300 + 900 * next();
    const phases = {
      detect: 20 + 14 * next(),
      decide: decide * Math.exp(0.8 * normal(next)),
      act: 10 + 30 * next(),
      propagate: 60 * next(),
      absorb: 0,
      rideOut: next() < 0.05 ? 120 * next() : 0,
    };
    const open = next() < censored;
    const whole = Object.values(phases).reduce((sum, value) => sum + value, 0);
    const stretch = hit ? (open ? (horizon - start) / whole : Math.min(1, (horizon - start) / whole)) : 0;
    const rto = hit ? whole * stretch : 0;
    if (hit && open) atLeast[k] = horizon - start;
    const lag = 0.09 * Math.exp(1.33 * normal(next));
    const lost = hit && next() < losses ? Math.ceil(lag * 130) : 0;
    const acknowledged = Math.round((horizon - rto) * 130);
    data['rto']!.push(hit && open ? null : rto);
    for (const [phase, value] of Object.entries(phases)) data[phase]!.push(value * stretch);
    data['rpo']!.push(lost > 0 ? lag : 0);
    data['writesLost']!.push(lost);
    data['downtime']!.push(rto);
    data['availability']!.push(1 - rto / horizon);
    data['requestAvailability']!.push(1 - (0.8 * rto) / horizon);
    data['acknowledged']!.push(acknowledged);
    data['surviving']!.push(acknowledged - lost);
    data['zero']!.push(0);
  }
  const column = (name: string, unit: Unit): Column => ({
    unit,
    values: data[name]!,
    ...(name === 'rto' && Object.keys(atLeast).length > 0 ? { atLeast } : {}),
  });
  const figure = (name: string, unit: Unit) => summarise(unit, column(name, unit));
  const figures: Figures = {
    rto: figure('rto', 's'),
    rpo: figure('rpo', 's'),
    writesLost: figure('writesLost', 'writes'),
    lostInFailover: figure('writesLost', 'writes'),
    lostInConflict: figure('zero', 'writes'),
    lostInRestore: figure('zero', 'writes'),
    acknowledged: figure('acknowledged', 'writes'),
    surviving: figure('surviving', 'writes'),
    merged: figure('zero', 'writes'),
    diverged: figure('zero', 'writes'),
    pending: figure('zero', 'writes'),
    downtime: figure('downtime', 's'),
    availability: figure('availability', 'share'),
    requestAvailability: figure('requestAvailability', 'share'),
  };
  const hits = data['rto']!.filter((value) => value !== 0).length;
  const seconds = (name: string) => figure(name, 's');
  return {
    regionfall: '0.1.0',
    scenario: shape.title ?? 'Active-passive checkout with DNS failover',
    question:
      shape.question ?? 'How long are customers down, and how many orders vanish, when us-east is lost?',
    seed: String(seed),
    runs,
    confidence: 0.95,
    incidents: share(hits, runs),
    figures,
    phases: {
      detect: seconds('detect'),
      decide: seconds('decide'),
      act: seconds('act'),
      propagate: seconds('propagate'),
      absorb: seconds('absorb'),
      rideOut: seconds('rideOut'),
    },
    byPopulation: Object.fromEntries(
      populations.map((name) => [
        name,
        {
          rto: figures['rto']!,
          downtime: figures['downtime']!,
          requestAvailability: figures['requestAvailability']!,
        },
      ]),
    ),
    byStore: Object.fromEntries(
      stores.map((name) => [
        name,
        {
          rpo: figures['rpo']!,
          writesLost: figures['writesLost']!,
          lostInFailover: figures['lostInFailover']!,
          lostInConflict: figures['lostInConflict']!,
          acknowledged: figures['acknowledged']!,
          pending: figures['pending']!,
        },
      ]),
    ),
    objectives: [
      { objective: 'rto p95 <= 20m', verdict: 'met', figure: figures['rto']!.p95 },
      { objective: 'rpo p99 <= 500ms', verdict: 'missed', figure: figures['rpo']!.p99 },
      {
        objective: 'share of runs with writesLost > 0 <= 60%',
        verdict: 'unknown',
        figure: figures['writesLost']!.shareAboveZero,
        because: 'the interval holds the limit; more runs would narrow it',
      },
    ],
    verdict: 'missed',
    defaults: [
      'routing.health.checkers = 1',
      'routing.propagation = 0s',
      'clients.americas.resolvers = many',
    ],
    notModelled: [
      'capacity of us-east is stated but not limiting',
      'capacity of eu-west is stated but not limiting',
    ],
    horizon,
    columns: {
      rto: column('rto', 's'),
      rpo: column('rpo', 's'),
      writesLost: column('writesLost', 'writes'),
      downtime: column('downtime', 's'),
    },
    overTime: overTime(regions, stores, Math.min(runs, 1000), incidents > 0, losses),
  };
}

function overTime(regions: string[], stores: string[], runs: number, hit: boolean, losses: number): OverTime {
  const axis = (from: number, to: number, step: number) =>
    Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
  const bands = (times: number[], spread: number) => {
    const failed = (t: number) => (hit ? 1 / (1 + Math.exp(-(t - 330) / (40 + spread))) : 0);
    const down = (t: number) => (hit && t > 0 ? 1 - failed(t) : 0);
    const traffic = Object.fromEntries(
      regions.map((name, i) => {
        const part =
          i === 0 ? (t: number) => 1 - failed(t) : (t: number) => failed(t) / (regions.length - 1 || 1);
        return [name, band(times.map((t) => (regions.length === 1 ? 1 : part(t))))];
      }),
    );
    const lost = (t: number) => (hit && losses > 0 && t <= 0 && t > -12 ? losses * Math.exp(t / 2) : 0);
    return {
      traffic,
      goodput: band(times.map((t) => 1 - down(t))),
      lossWindow: Object.fromEntries(stores.map((name) => [name, times.map(lost)])),
    };
  };
  const times = axis(0, horizon, 60);
  const around = [...axis(-600, -60, 30), ...axis(-30, 30, 0.5), ...axis(60, 5400, 30)];
  return {
    runs,
    times,
    ...bands(times, 200),
    ...(hit ? { aroundIncident: { runs, times: around, ...bands(around, 20) } } : {}),
  };
}

function band(mean: number[]): Band {
  const wide = (m: number) => 1.5 * m * (1 - m);
  return {
    mean,
    p5: mean.map((m) => Math.max(0, m - wide(m))),
    p95: mean.map((m) => Math.min(1, m + wide(m))),
  };
}

/** What `--json=summary` keeps. */
export function summaryOnly({ columns: _columns, overTime: _overTime, ...summary }: Result): Result {
  return summary;
}

/** `more` are figures of stores, `repair of carts`, which only count where both have them. */
export function makeComparison(first: Result, second: Result, more: readonly string[] = []): Comparison {
  const summaryOf = (result: Result, name: string): FigureSummary | undefined => {
    const [figure, store] = name.split(' of ') as [string, string?];
    return result.figures[figure] ?? result.byStore[store ?? '']?.[figure];
  };
  const names = [
    ...['rto', 'rpo', 'writesLost', 'downtime', 'availability', 'requestAvailability'],
    ...['rto of americas', 'writesLost of orders'],
    ...more.filter((name) => summaryOf(first, name) && summaryOf(second, name)),
  ];
  const statistics = ['mean', 'share above 0'] as const;
  const figures = names.flatMap((figure) =>
    statistics.map((statistic): ComparedFigure => {
      const of = (result: Result) => {
        const summary = summaryOf(result, figure)!;
        return statistic === 'mean' ? summary.mean : summary.shareAboveZero;
      };
      const [a, b] = [of(first), of(second)];
      const known = (estimate: Estimate) => estimate.value ?? estimate.atLeast;
      const value = known(b) - known(a);
      const half = Math.abs(value) * 0.2 + (figure === 'rpo' ? Math.abs(value) : 0);
      const open =
        statistic === 'mean' && figure === 'rto' && second.figures['rto']!.censored === second.runs;
      const less = figure.toLowerCase().includes('availability') ? value > 0 : value < 0;
      return {
        figure,
        statistic,
        unit: statistic === 'mean' ? summaryOf(first, figure)!.unit : 'share',
        first: a,
        second: b,
        difference: open
          ? { value, low: value - half, high: null, lowerBound: true }
          : { value, low: value - half, high: value + half },
        ...(open ? { because: '2000 of 2000 runs of the second had not ended by the horizon' } : {}),
        verdict: half >= Math.abs(value) ? 'not distinguishable' : less ? 'better' : 'worse',
      };
    }),
  );
  return {
    regionfall: '0.1.0',
    seed: first.seed,
    runs: first.runs,
    confidence: 0.95,
    first,
    second,
    figures,
  };
}

const twelve = Array.from({ length: 12 }, (_, i) => `region-${i + 1}-of-a-cloud`);
const longName = 'the-primary-ledger-of-all-payments-and-refunds-of-every-subsidiary-worldwide';

/** Every case that a report must survive, by name. */
export const results: Record<string, Result> = {
  plain: makeResult(),
  'no losses': makeResult({ losses: 0 }),
  'no incidents': makeResult({ incidents: 0 }),
  'few incidents': makeResult({ incidents: 0.04 }),
  'some censored': makeResult({ censored: 0.03, decide: 900 }),
  'all censored': makeResult({ censored: 1 }),
  'single run': makeResult({ runs: 1 }),
  'few runs': makeResult({ runs: 20 }),
  'many runs': makeResult({ runs: 20_000, seed: 3 }),
  'twelve regions': makeResult({ regions: twelve, populations: twelve }),
  'long names': makeResult({
    regions: [longName, 'eu'],
    stores: [longName, 'carts'],
    populations: [longName, 'ünïcödé-客戶'],
    title: `A scenario whose title goes on and on, ${'and on, '.repeat(20)}until it ends`,
    question: 'Q? '.repeat(150),
  }),
  hostile: makeResult({
    title:
      '</script><script>alert(1)</script> <img src=x onerror=alert(2)> "q" & `b` | *bold* [a](javascript:b)',
    question: '<!-- & --> <b>bold</b> \u0000 | ![](http://example.org/x.png)',
    regions: ['</script><script>alert(3)</script>', "it's"],
    stores: ['<svg onload=alert(4)>', '__proto__x', 'a|b'],
    populations: ['constructor', '{{datum}}'],
  }),
  'no objectives': { ...makeResult(), objectives: [], verdict: 'met', defaults: [], notModelled: [] },
  stopped: { ...makeResult({ runs: 731 }), stopped: 'interrupted' },
  summary: summaryOnly(makeResult()),
};

export const comparisons: Record<string, Comparison> = {
  plain: makeComparison(
    makeResult(),
    makeResult({ decide: 20, losses: 0.3, title: 'Active-active checkout in two regions' }),
  ),
  same: makeComparison(makeResult(), makeResult()),
  quiet: makeComparison(makeResult({ incidents: 0 }), makeResult({ incidents: 0 })),
  hostile: makeComparison(results['hostile']!, results['long names']!),
  censored: makeComparison(results['some censored']!, results['all censored']!),
  summary: makeComparison(results['summary']!, results['summary']!),
  'single run': makeComparison(results['single run']!, results['single run']!),
};

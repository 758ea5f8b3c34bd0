import { describe, expect, it } from 'vitest';
import { explain } from '../../src/experiment/explain.js';
import { perfettoTrace, type TraceEvent } from '../../src/report/perfetto.js';

const scenarios = [
  '01-active-passive',
  '03-active-active',
  '04-github-2018',
  '05-patroni-lease',
  '06-quorum-three-regions',
];
const traceOf = async (name: string, set: string[] = []) =>
  perfettoTrace(await explain(`scenarios/${name}.yaml`, 3, { set }));

/** Events of a track, by the names of its group and itself. */
function onTrack(events: readonly TraceEvent[], group: string, track: string): TraceEvent[] {
  const named = (event: string, name: string) =>
    events.filter((one) => one.name === event && one.args?.['name'] === name);
  const { pid } = named('process_name', group)[0]!;
  const { tid } = named('thread_name', track).find((one) => one.pid === pid)!;
  return events.filter((one) => one.pid === pid && one.tid === tid && one.ph !== 'M');
}

describe('a trace for Perfetto', () => {
  it.each(scenarios)('of %s has the shape of the Trace Event Format', async (name) => {
    const { traceEvents, displayTimeUnit } = await traceOf(name);
    expect(displayTimeUnit).toBe('ms');
    const named = new Set(
      traceEvents.filter(({ name: n }) => n === 'thread_name').map(({ pid, tid }) => `${pid} ${tid}`),
    );
    let last = 0;
    for (const event of traceEvents) {
      expect(Number.isFinite(event.ts) && event.ts >= last, `${event.name} at ${event.ts}`).toBe(true);
      last = event.ts;
      if (event.ph === 'X') expect(event.dur, event.name).toBeGreaterThanOrEqual(0);
      if (event.ph === 'i') expect(event.s).toBe('t');
      if (event.ph === 'X' || event.ph === 'i') expect(named).toContain(`${event.pid} ${event.tid}`);
      if (event.ph !== 'C') continue;
      const percent = event.args?.['percent'] as number;
      expect(percent).toBeGreaterThanOrEqual(0);
      expect(percent).toBeLessThanOrEqual(100 + 1e-9);
    }
  });

  it('has a track for each fault, verdict, failover and population', async () => {
    const { traceEvents } = await traceOf('01-active-passive');
    const fault = onTrack(traceEvents, 'faults', 'lose us-east #1')[0]!;
    expect([fault.name, fault.dur]).toEqual(['lose: us-east', 3600e6]);
    const verdict = onTrack(traceEvents, 'verdicts', 'us-east')[0]!;
    expect(verdict.ts - fault.ts).toBeGreaterThan(20e6);
    expect(verdict.ts + verdict.dur!).toBeGreaterThan(fault.ts + fault.dur!);
    const steps = onTrack(traceEvents, 'failover', 'orders').filter(({ ph }) => ph === 'X');
    expect(steps.map(({ name }) => name)).toEqual(['decide', 'promote']);
    expect(steps[0]!.ts).toBe(verdict.ts);
    expect(steps[0]!.ts + steps[0]!.dur!).toBe(steps[1]!.ts);
    const promoted = onTrack(traceEvents, 'failover', 'orders').find(({ ph }) => ph === 'i')!;
    expect([promoted.name, promoted.ts]).toEqual(['promoted: eu-west', steps[1]!.ts + steps[1]!.dur!]);
    const answers = onTrack(traceEvents, 'DNS answers', 'europe');
    expect(answers.map(({ name }) => name)).toEqual(['us-east', 'eu-west', 'us-east']);
    expect(answers[0]!.ts).toBe(0);
    expect(answers.at(-1)!.ts + answers.at(-1)!.dur!).toBe(10_800e6);
  });

  it('marks losses at the instant, and over the time in which they were committed', async () => {
    const { traceEvents } = await traceOf('01-active-passive');
    const [mark] = onTrack(traceEvents, 'writes', 'orders');
    expect(mark!.name).toBe(`lostInFailover: ${mark!.args?.['count']}`);
    const [span] = onTrack(traceEvents, 'writes', 'orders: commit times');
    const [fault] = onTrack(traceEvents, 'faults', 'lose us-east #1');
    expect(span!.ts + span!.dur!).toBeLessThanOrEqual(fault!.ts);
  });

  it('ends a step that is called off when it is', async () => {
    const { traceEvents } = await traceOf('01-active-passive', [
      'faults=[{lose: us-east, at: 10m, for: 45s}]',
      'failover.orders.0.decide=10m',
    ]);
    const [decide, off] = onTrack(traceEvents, 'failover', 'orders');
    expect(decide!.ts + decide!.dur!).toBe(645e6);
    expect([off!.name, off!.ts]).toEqual(['called off', 645e6]);
  });

  it('counts service and traffic, which add up', async () => {
    const { traceEvents } = await traceOf('01-active-passive');
    const counters = traceEvents.filter(({ ph }) => ph === 'C');
    expect(new Set(counters.map(({ name }) => name))).toEqual(
      new Set([
        'answered: reads of americas',
        'answered: writes of americas',
        'answered: reads of europe',
        'answered: writes of europe',
        'traffic to us-east',
        'traffic to eu-west',
      ]),
    );
    const at = (name: string, ts: number) =>
      counters.filter((one) => one.name === name && one.ts <= ts).at(-1)!.args?.['percent'] as number;
    for (const { ts } of counters.filter(({ name }) => name === 'traffic to eu-west')) {
      expect(at('traffic to eu-west', ts) + at('traffic to us-east', ts)).toBeCloseTo(100, 9);
    }
    expect(at('traffic to eu-west', 0)).toBe(0);
    expect(Math.max(...counters.map(({ ts }) => at('traffic to eu-west', ts)))).toBe(100);
  });
});

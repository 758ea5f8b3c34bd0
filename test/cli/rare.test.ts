import { describe, expect, it } from 'vitest';
import { type RareResult, runRare } from '../../src/index.js';
import { activePassive, regionfall, scenario, spawned } from './regionfall.js';

const majority = scenario('60-majority-lost');
const few = ['--runs', '40', '--quiet', '--workers', '0'];

describe('rare', () => {
  it('prints the chance of what a scenario promises to be rare', async () => {
    const { code, out, err } = await regionfall([
      'rare',
      majority,
      ...['--runs', '200', '--quiet', '--workers', '0', '--depth', '2', '--at-once', '2'],
    ]);
    expect(err).toBe('');
    expect(out).toMatch(/^A year of a ledger in three regions\n/);
    expect(out).toMatch(/\n200 weighed runs of 365 d each, seed 1\n/);
    expect(out).toMatch(/^incidentsOver1h > 0\n {2}chance +\d\.\d+e-[45] \(/m);
    expect(out).toMatch(/^Objectives\n {2}\S \w+ +share of runs with incidentsOver1h > 0 <= 0\.05%$/m);
    expect(out).toMatch(/ regionfall check .*60-majority-lost\.yaml$/m);
    expect([0, 2]).toContain(code);
  });

  it('prints the document that the library gives, whatever the kind of JSON', async () => {
    const asked = ['--event', 'downtime > 4h', '--event', 'incidentsOver5m > 0', '--chance', '20%'];
    const outs = await Promise.all(
      ['--json', '--json=summary'].map((json) => regionfall(['rare', majority, ...few, ...asked, json])),
    );
    const expected = await runRare(majority, {
      runs: 40,
      workers: 0,
      events: ['downtime > 4h', 'incidentsOver5m > 0'],
      rare: { chance: 0.2 },
    });
    for (const { code, out } of outs) {
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(expected)));
    }
  });

  it('is the same for any number of workers, and not for another seed', async () => {
    const words = ['rare', majority, '--runs', '60', '-q', '--json'];
    const [none, two, other] = await Promise.all(
      [
        ['--workers', '0'],
        ['--workers', '2'],
        ['--seed', '2', '--workers', '0'],
      ].map((more) => regionfall([...words, ...more])),
    );
    expect(two!.out).toBe(none!.out);
    expect((JSON.parse(other!.out) as RareResult).weight).not.toEqual(
      (JSON.parse(none!.out) as RareResult).weight,
    );
  });

  it.each([
    ['met', 0, '<= 50%'],
    ['missed', 1, '>= 50%'],
    ['unknown', 2, '<= 0.01%'],
  ])('leaves with the verdict %s: %i', async (_verdict, code, promise) => {
    const objective = `objectives=[share of runs with incidentsOver1h > 0 ${promise}]`;
    expect((await regionfall(['rare', majority, ...few, '--set', objective])).code).toBe(code);
  });

  it('says where nothing can be pressed on, and when no event is asked for', async () => {
    expect(await regionfall(['rare', activePassive, '--event', 'writesLost > 0'])).toEqual({
      code: 64,
      out: '',
      err: `${activePassive}:31:3: faults: no fault recurs after exponential up times, so none can be pressed on; expected faults such as { lose: us-east, every: { mean: 400d }, for: 2h }\n`,
    });
    const { code, err } = await regionfall(['rare', majority, '--set', 'objectives=[rto p95 <= 1h]']);
    expect(code).toBe(64);
    expect(err).toMatch(/^regionfall: which event\? State one such as 'writesLost > 0'/);
    expect(await regionfall(['rare', majority, '--event', 'rto >'])).toEqual({
      code: 64,
      out: '',
      err: 'regionfall: event "rto >": stops before the quantity; expected FIGURE [of NAME] mean|p50|p95|p99|max <=|>= QUANTITY, or share of runs with FIGURE [of NAME] OP QUANTITY <=|>= SHARE\n',
    });
  });

  it('prints what there is so far when it is interrupted, and leaves with 130', async () => {
    let sent = false;
    const { code, out, err } = await spawned(['rare', majority, '--runs', '200000', '--json'], {
      onError: (_text, signal) => {
        if (!sent) signal('SIGINT');
        sent = true;
      },
    });
    expect(code).toBe(130);
    expect(err).toMatch('Interrupted: here is what there is so far');
    const result = JSON.parse(out) as RareResult;
    expect(result.stopped).toBe('interrupted');
    expect(result.runs).toBeLessThan(200_000);
    const again = await runRare(majority, { runs: result.runs, workers: 0 });
    expect(result.events).toEqual(JSON.parse(JSON.stringify(again.events)));
  });
});

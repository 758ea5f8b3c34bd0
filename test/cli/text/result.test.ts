import { describe, expect, it } from 'vitest';
import { comparisonText } from '../../../src/cli/text/comparison.js';
import { resultText } from '../../../src/cli/text/result.js';
import type { FigureSummary } from '../../../src/index.js';
import { comparisons, makeComparison, makeResult, results } from '../../report/fixture.js';
import { splitComparisons, splitResults } from '../../report/writers.js';

const everyResult = { ...results, ...splitResults };
const widths = [100, 80, 72, 56];
const tooLong = (text: string, width: number) =>
  text.split('\n').filter((line) => [...line].length > width && !line.includes(' regionfall '));
/** Names of 76 letters fit nowhere. */
const reasonable = Object.entries(everyResult).filter(
  ([name]) => !['long names', 'hostile', 'splits of three stores'].includes(name),
);

describe('the text of a result', () => {
  it.each(Object.entries(everyResult))('%s holds no hole', (_name, result) => {
    for (const width of widths)
      expect(resultText(result, ['a.yaml'], width)).not.toMatch(/undefined|NaN|null|Infinity/);
  });

  it.each(reasonable)('%s fits the terminal', (_name, result) => {
    for (const width of widths) expect(tooLong(resultText(result, ['a.yaml'], width), width)).toEqual([]);
  });

  it('puts numbers of a column below each other', () => {
    const lines = resultText(results['plain']!, ['a.yaml'], 100).split('\n');
    const top = lines.findIndex((line) => /^ +mean/.test(line));
    const ends = [...lines[top]!.matchAll(/(mean|p50|p95|p99|above 0)/g)].map((m) => m.index + m[0].length);
    for (const line of lines.slice(top + 1, top + 4)) {
      for (const end of ends) expect(line.slice(end - 1, end + 2)).toMatch(/^\S( {2})?$/);
    }
  });

  it('shows intervals in brackets where a table has no room', () => {
    const text = resultText(results['plain']!, ['a.yaml'], 60);
    expect(text).toMatch(/^RTO, recovery time\n {2}mean +\d.* \(.* to .*\)\n {2}p50 /m);
    expect(text).toMatch(/^in brackets: the 95 % interval/m);
  });

  it('says that the same holds in every run, and names a figure that is as another', () => {
    const quiet = resultText(results['no incidents']!, ['a.yaml'], 100);
    expect(quiet).toMatch(/^RTO, recovery time +0 s in every run$/m);
    expect(quiet).not.toMatch('Where the recovery time went');
    expect(resultText(makeResult({ runs: 1 }), ['a.yaml'], 100)).toMatch(/ in the only run$/m);
    const downtime = { ...results['plain']!.figures, downtime: results['plain']!.figures['rto']! };
    const text = resultText({ ...results['plain']!, figures: downtime }, ['a.yaml'], 100);
    expect(text).toMatch(/^Downtime +the same as RTO$/m);
  });

  it('marks what is only bounded, and says why', () => {
    const text = resultText(results['some censored']!, ['a.yaml'], 100);
    expect(text).toMatch(/^RTO, recovery time +at least .*\n {2}from .*\n {2}to +– /m);
    expect(text).toMatch(/^over, at least: \d+ runs had not recovered when the simulated time was up\.$/m);
  });

  it('tells the quantiles among runs with an incident', () => {
    const estimate = { value: 61, low: 60, high: 62 };
    const rto: FigureSummary = {
      ...results['plain']!.figures['rto']!,
      givenIncident: { runs: 30, p50: estimate, p95: estimate, p99: estimate },
    };
    const result = { ...results['plain']!, figures: { ...results['plain']!.figures, rto } };
    expect(resultText(result, ['a.yaml'], 100)).toMatch(
      /^ {2}if an incident +1 min 01 s +1 min 01 s +1 min 01 s$/m,
    );
  });

  it('shows what became of the writes of each store, with what the classes mean', () => {
    const text = resultText(splitResults['splits pending']!, ['a.yaml'], 80);
    expect(text).toMatch(
      /^What became of the writes of carts\n +mean +± +of all +p50 +p95 +above 0\n {2}Surviving .*\n {2}Pending .*\n {2}Acknowledged .* 100 %$/m,
    );
    expect(text).toMatch(/^Pending writes: writes that wait for a person/m);
    expect(resultText(results['no losses']!, ['a.yaml'], 100)).not.toMatch('What became of');
  });

  it('shows what a split left behind, and which of the three losses is the one here', () => {
    const text = resultText(splitResults['splits lost']!, ['a.yaml'], 80);
    expect(text).toMatch(/^After a split of carts: the last writer wins, by wall clocks$/m);
    expect(text).toMatch(/^ {2}Time apart +\d+ min .* s +\S+ s +4 min +28 min 01 s$/m);
    expect(text).toMatch(/^ {2}All writes behind losing versions .* the loss here/m);
    const blind = resultText(splitResults['splits blind']!, ['a.yaml'], 56);
    expect(blind).toMatch(
      /^ {2}Losing final versions\n {4}mean .*, p95 .*: the\s+loss here: a write replaces/m,
    );
    expect(blind).toMatch(/^ {2}Time apart\n {4}mean .* ± .*, p50 4 min, p95 28 min 01 s$/m);
    expect(resultText(splitResults['splits merged']!, ['a.yaml'], 80)).not.toMatch('lost writes');
  });

  it('leaves out upper quantiles of what should be high', () => {
    expect(resultText(results['plain']!, ['a.yaml'], 100)).toMatch(
      /^Requests answered +[\d.]+ % +[\d.]+ % +– +– +–$/m,
    );
  });

  it('says why it stopped', () => {
    expect(resultText(results['stopped']!, ['a.yaml'], 100)).toMatch(
      'This batch stopped before its aim, after 731 runs: it was interrupted.',
    );
  });

  it('names populations and stores only where there are several', () => {
    const one = resultText(makeResult({ populations: ['only'], stores: ['only'] }), ['a.yaml'], 100);
    expect(one).not.toMatch(/^(Population|Store)\b/m);
    const two = resultText(makeResult({ populations: ['a', 'b'], stores: ['c', 'd'] }), ['a.yaml'], 100);
    expect(two).toMatch(/^Population +RTO, mean +RTO, p95 +answered, mean\n {2}a .*\n {2}b /m);
    expect(two).toMatch(/^Store +RPO, p95 +writes lost, mean +writes lost, p95\n {2}c .*\n {2}d /m);
  });

  it('suggests runs to look at, or the first where none is known', () => {
    expect(resultText(results['plain']!, ['my file.yaml'], 100)).toMatch(
      /^ {2}longest recovery +regionfall explain 'my file\.yaml' --seed \S+ --run \d+$/m,
    );
    expect(resultText(results['summary']!, ['a.yaml'], 100)).toMatch(
      /^ {2}the first run +regionfall explain a\.yaml --seed \S+ --run 0$/m,
    );
  });

  it('states that nothing is promised where nothing is', () => {
    const text = resultText(results['no objectives']!, ['a.yaml'], 100);
    expect(text).toMatch('The scenario states no objective.');
    expect(text).not.toMatch('Not modelled');
  });
});

describe('the text of a comparison', () => {
  const files = [...'abcdef'].map((name) => `${name}.yaml`);
  const textOf = (name: string, width: number) => comparisonText(splitComparisons[name]!, files, width);

  it.each(Object.entries({ ...comparisons, ...splitComparisons }))(
    '%s holds no hole',
    (_name, comparison) => {
      for (const width of widths) {
        expect(comparisonText(comparison, files, width)).not.toMatch(/undefined|NaN|null|Infinity/);
      }
    },
  );

  it.each(Object.entries({ ...comparisons, ...splitComparisons }).filter(([name]) => name !== 'hostile'))(
    '%s fits the terminal',
    (_n, comparison) => {
      for (const width of widths) {
        expect(tooLong(comparisonText(comparison, files, width), width)).toEqual([]);
      }
    },
  );

  it('groups figures by verdict', () => {
    const text = comparisonText(comparisons['plain']!, ['a.yaml', 'b.yaml'], 100);
    const better = text.indexOf('B is better');
    expect(better).toBeGreaterThan(0);
    expect(text.indexOf('RTO, recovery time')).toBeGreaterThan(better);
  });

  it('says that designs are the same, and not what never happened in either', () => {
    const text = comparisonText(comparisons['quiet']!, ['a.yaml', 'b.yaml'], 100);
    expect(text).toMatch(/^The same in both: RTO, recovery time \(0 s\); /m);
    expect(text).not.toMatch('Pending');
    expect(text).not.toMatch('Runs that lose writes');
  });

  it('names figures that one of two designs cannot have', () => {
    expect(textOf('splits in one design', 100)).toMatch(
      /^Not a figure of A: Keys in conflict of carts; Until all copies agree of carts\.$/m,
    );
    expect(textOf('splits lost or pending', 100)).not.toMatch('Not a figure');
  });

  it('shows more than two designs in one table, and then figure by figure against the first', () => {
    const text = textOf('many designs', 80);
    expect(text).toMatch(/^ {2}F +\d+ min \d+ s +18\.2 .* – +–\n–: not a figure of this design$/m);
    expect(text).toMatch(
      /^Work by hand of carts\n {2}A .*\n {2}B .*✗ worse\n {2}C, D, E: as A\n {2}F: not a /m,
    );
    expect(text).not.toMatch(/of americas|^Availability/m);
    expect(textOf('many designs', 56)).toMatch(/^Means over all runs\n {2}A\n {4}\S/m);
  });

  it('repeats what is not modelled only where it differs', () => {
    const [a, b] = [makeResult(), makeResult({ decide: 20 })];
    const same = comparisonText(makeComparison(a, b), ['a.yaml', 'b.yaml'], 100);
    expect(same).toMatch(/^Not modelled$/m);
    const other = { ...b, notModelled: ['the weather'] };
    const different = comparisonText(makeComparison(a, other), ['a.yaml', 'b.yaml'], 100);
    expect(different).toMatch(/^Not modelled in A$/m);
    expect(different).toMatch(/^Not modelled in B\n {2}the weather$/m);
  });
});

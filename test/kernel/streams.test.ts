import { describe, expect, test } from 'vitest';
import { Streams } from '../../src/kernel/streams.js';
import { uniformExcess } from './law.js';

describe('a stream', () => {
  test('is the same numbers for ever: seed "1", run 0, name "x"', () => {
    const stream = new Streams('1').at(0).open('x');
    expect([stream.next(), stream.next(), stream.next()]).toEqual([
      0.11721580919584507, 0.9192493744562145, 0.01245647199505362,
    ]);
    expect(stream.name).toBe('x');
  });

  test('is the same whatever else is opened, in whatever order', () => {
    const alone = new Streams('s').at(3).open('b');
    const among = new Streams('s').at(3);
    for (const name of ['c', 'a']) among.open(name).next();
    const other = among.open('b');
    among.open('d').next();
    for (let i = 0; i < 100; i += 1) expect(other.next()).toBe(alone.next());
  });

  test('goes on when it is opened again in its run, and begins anew when the run does', () => {
    const streams = new Streams('s');
    const run = streams.at(5);
    const first = run.open('checks');
    const drawn = [first.next(), first.next()];
    expect(run.open('checks')).toBe(first);
    const again = streams.at(5).open('checks');
    expect(again).not.toBe(first);
    expect([again.next(), again.next()]).toEqual(drawn);
  });

  test('is made of 53-bit fractions', () => {
    const stream = new Streams('s').at(0).open('bits');
    let low = 0;
    for (let i = 0; i < 1000; i += 1) {
      const whole = stream.next() * 2 ** 53;
      expect(Number.isInteger(whole) && whole >= 0 && whole < 2 ** 53).toBe(true);
      low += whole % 2;
    }
    // The last bit is as random as the others: 500 ± 4.4 standard deviations.
    expect(Math.abs(low - 500)).toBeLessThan(70);
  });

  test.each([undefined, 1, null])('has no seed in %s', (seed) => {
    expect(() => new Streams(seed as unknown as string)).toThrow(TypeError);
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('has no run %d', (run) => {
    expect(() => new Streams('s').at(run)).toThrow(RangeError);
  });
});

describe('different streams', () => {
  test('differ where seed, run and name only look alike when written in a row', () => {
    const triples: [string, number, string][] = [
      ['1', 11, 'a'],
      ['11', 1, 'a'],
      ['1', 1, '1a'],
      ['1', 1, 'a1'],
      ['1', 1, 'a'],
      ['1', 0, '1a'],
      ['', 1, '1a'],
      ['1"', 1, 'a'],
      ['1', 1, '"a'],
      ['1","', 1, 'a'],
      ['1', 1, '","a'],
      ['a', 1, '1'],
    ];
    const firsts = triples.map(([seed, run, name]) => new Streams(seed).at(run).open(name).next());
    expect(new Set(firsts).size).toBe(triples.length);
  });

  test('do not collide: 200,000 neighbouring seeds, runs and names give as many first numbers', () => {
    const firsts = new Set<number>();
    for (let seed = 0; seed < 4; seed += 1) {
      const streams = new Streams(`${seed}`);
      for (let run = 0; run < 1000; run += 1) {
        const ofRun = streams.at(run);
        for (let name = 0; name < 50; name += 1) firsts.add(ofRun.open(`fault lose us-east #${name}`).next());
      }
    }
    // Of so many 53-bit numbers two are equal with a chance of 2e-6.
    expect(firsts.size).toBe(4 * 1000 * 50);
  });

  test('are uniform across runs, at their first numbers already, and independent from run to run and name to name', () => {
    const streams = new Streams('a seed');
    const runs = 100_000;
    const cells = 16;
    const firsts: number[][] = [[], [], []];
    for (let run = 0; run < runs; run += 1) {
      const ofRun = streams.at(run);
      const [a, b] = [ofRun.open('probe 1'), ofRun.open('probe 2')];
      firsts[0]!.push(a.next());
      firsts[1]!.push(b.next());
      firsts[2]!.push(a.next());
    }
    const [a, b, second] = firsts as [number[], number[], number[]];
    for (const draws of firsts) expect(uniformExcess(draws, 256)).toBeLessThan(4);
    /** A cell of a square for each pair. */
    const pairs = (x: number[], y: number[]) =>
      x.map((u, i) => (Math.floor(u * cells) + (y[i] ?? 0)) / cells);
    const next = [...a.slice(1), a[0]!];
    for (const other of [next, b, second])
      expect(uniformExcess(pairs(a, other), cells * cells)).toBeLessThan(4);
  });
});

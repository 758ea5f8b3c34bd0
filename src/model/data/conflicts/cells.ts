import type { Stream } from '../../../kernel/index.js';
import { drawPoisson, pow } from '../../../kernel/index.js';
import { AlikeKeys, type VisitCell } from './alike.js';
import type { KeyGroup, KeyLaw } from './keys.js';
import { placeBeside } from './place-beside.js';

/**
 * Draws how many writes each key got from each of several independent Poisson sources, of which `masses` are expected over all
 * keys: exact in distribution, every written key in exactly one cell, cells with the same counts visited together where counts
 * are small. Costs neither a step a key nor a step a write.
 *
 * Keys are taken in groups of nearly the same popularity. In a group, each key's writes are those of its least popular key and
 * a few more, both Poisson (superposition: Kingman 1993, "Poisson Processes", 2.2). The first are drawn for the group as a
 * whole, as numbers of keys; the few more are thrown one by one, and the keys that they hit leave the whole and are drawn
 * alone.
 */
export function drawCells(law: KeyLaw, masses: readonly number[], stream: Stream, visit: VisitCell): void {
  const mass = masses.reduce((sum, one) => sum + one, 0);
  if (mass === 0) return;
  const cells = new Cells(masses.length, visit);
  const alike = new AlikeKeys(masses, stream, (keys, counts) => cells.add(keys, counts));
  for (const group of law.groups(ratioFor(mass))) {
    const throws = (group.mass - group.keys * group.least) * mass;
    if (group.keys < throws) drawSingly(group, mass, alike, masses.length);
    else drawGroup(group, masses, stream, alike);
  }
  cells.visitAll();
}

/**
 * The smaller the ratio, the more groups and the fewer writes thrown: their costs balance where it is 1 + c / sqrt(writes). A
 * power of two, so that a law is grouped for few of them.
 */
function ratioFor(writes: number): number {
  let width = 1;
  while (width > 2 ** -12 && width * width * writes > balance) width /= 2;
  return 1 + width;
}

/** Where the time is least, measured on Zipf laws of a million keys. */
const balance = 1600;

function drawSingly(group: KeyGroup, mass: number, alike: AlikeKeys, sources: number): void {
  const nothing = new Array<number>(sources).fill(0);
  for (let place = 0; place < group.keys; place += 1) alike.drawOne(group.chance(place) * mass, nothing);
}

function drawGroup(group: KeyGroup, masses: readonly number[], stream: Stream, alike: AlikeKeys): void {
  const mean = group.least * masses.reduce((sum, one) => sum + one, 0);
  const thrown = throwBeside(group, masses, stream);
  let hit = 0;
  const beside = masses.map(() => 0);
  for (let i = 0; i < thrown.length; ) {
    const place = Math.floor(thrown[i]! / masses.length);
    beside.fill(0);
    for (; i < thrown.length && Math.floor(thrown[i]! / masses.length) === place; i += 1) {
      beside[thrown[i]! % masses.length]! += 1;
    }
    alike.drawOne(mean, beside);
    hit += 1;
  }
  alike.draw(group.keys - hit, mean);
}

/** Writes beside those that every key of the group expects, as place * sources + source, in order. */
function throwBeside(group: KeyGroup, masses: readonly number[], stream: Stream): Float64Array {
  const chance = group.mass - group.keys * group.least;
  if (!(group.most > group.least)) return new Float64Array(0);
  const numbers = masses.map((mass) => drawPoisson(Math.max(0, mass * chance), stream));
  const thrown = new Float64Array(numbers.reduce((sum, one) => sum + one, 0));
  let i = 0;
  numbers.forEach((number, source) => {
    for (let n = 0; n < number; n += 1) {
      thrown[i] = placeBeside(group, stream) * masses.length + source;
      i += 1;
    }
  });
  return thrown.sort();
}

/** Cells gathered by their counts. */
class Cells {
  private readonly keys = new Map<number, number>();
  /** Counts below this are gathered: a cell is then one number. */
  private readonly base: number;

  constructor(
    private readonly sources: number,
    private readonly visit: VisitCell,
  ) {
    this.base = pow(2, Math.floor(52 / sources));
  }

  add(keys: number, counts: readonly number[]): void {
    let code = 0;
    for (let j = 0; j < this.sources; j += 1) {
      const count = counts[j]!;
      if (count >= this.base) {
        this.visit(keys, counts);
        return;
      }
      code = code * this.base + count;
    }
    this.keys.set(code, (this.keys.get(code) ?? 0) + keys);
  }

  visitAll(): void {
    const counts = new Array<number>(this.sources).fill(0);
    for (const [code, keys] of this.keys) {
      let rest = code;
      for (let j = this.sources - 1; j >= 0; j -= 1) {
        counts[j] = rest % this.base;
        rest = Math.floor(rest / this.base);
      }
      this.visit(keys, counts);
    }
  }
}

import alea from 'seedrandom/lib/alea.js';

/** A named stream of random numbers. */
export class Stream {
  readonly name: string;
  readonly #draw: () => number;

  constructor(name: string, draw: () => number) {
    this.name = name;
    this.#draw = draw;
  }

  /** The next number: uniform on [0, 1), a whole multiple of 2^-53. */
  next(): number {
    return this.#draw();
  }
}

/** The random numbers of a batch of runs, all derived from its seed. */
export class Streams {
  readonly #seed: string;
  /** Names hashed with the seed, once a batch: seeding costs time by the character. */
  readonly #keys = new Map<string, string>();

  /** @throws TypeError if the seed is not a string: seedrandom would then seed itself. */
  constructor(seed: string) {
    if (typeof seed !== 'string') throw new TypeError(`a seed must be a string, not ${typeof seed}`);
    this.#seed = seed;
  }

  /**
   * The streams of one run.
   *
   * @throws RangeError if the number of the run is negative or not whole.
   */
  at(run: number): RunStreams {
    if (!(Number.isSafeInteger(run) && run >= 0)) {
      throw new RangeError(`the number of a run must be whole and not negative, not ${run}`);
    }
    return new RunStreams(run, (name) => this.#key(name));
  }

  #key(name: string): string {
    let key = this.#keys.get(name);
    if (key === undefined) {
      key = hash(JSON.stringify([this.#seed, name]));
      this.#keys.set(name, key);
    }
    return key;
  }
}

/** The random numbers of one run. Each stream is opened when first asked for. */
export class RunStreams {
  readonly #run: number;
  readonly #key: (name: string) => string;
  readonly #open = new Map<string, Stream>();

  constructor(run: number, key: (name: string) => string) {
    this.#run = run;
    this.#key = key;
  }

  /** The stream of that name: the same (seed, run, name) is the same stream, and asked for again it goes on. */
  open(name: string): Stream {
    let stream = this.#open.get(name);
    if (stream === undefined) {
      // The number of the run comes first, so that the key that follows mixes its last digit thoroughly.
      stream = new Stream(name, alea(`${this.#run}:${this.#key(name)}`).double);
      this.#open.set(name, stream);
    }
    return stream;
  }
}

/** 128 bits in eight code units, by the generator's own seeding. */
function hash(text: string): string {
  const random = alea(text);
  const units: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    const word = random.int32();
    units.push(word >>> 16, word & 0xffff);
  }
  return String.fromCharCode(...units);
}

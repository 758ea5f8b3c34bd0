import { type Stream, Streams } from '../../src/index.js';

/** Units that the library draws without a scenario: several readings of each, all from one stream. */
export interface Drawing {
  readonly readings: readonly string[];
  /** One unit, a value a reading. */
  readonly draw: (stream: Stream) => readonly number[];
}

/** The units of one drawing so far. */
export class DrawnUnits {
  private readonly stream: Stream;
  private readonly units: number[][];

  constructor(
    private readonly drawing: Drawing,
    seed: string,
    name: string,
  ) {
    this.stream = new Streams(seed).at(0).open(name);
    this.units = drawing.readings.map(() => []);
  }

  async unitsOf(reading: string, count: number): Promise<Float64Array> {
    const own = this.units[this.drawing.readings.indexOf(reading)]!;
    while (own.length < count) {
      this.drawing.draw(this.stream).forEach((value, i) => {
        this.units[i]!.push(value);
      });
    }
    return Float64Array.from(own.slice(0, count));
  }

  unitsPerRun(): number {
    return 1;
  }
}

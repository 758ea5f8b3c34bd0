import type { TiltReport } from '../measure/rare.js';
import type { FaultOptions } from '../model/fault.js';
import { paceOf } from '../model/fault-course.js';
import { pressOf, type TiltOptions } from '../model/tilt.js';
import type { Spec } from '../scenario/schema.js';
import { Contradiction } from './contradiction.js';

const microsPerSecond = 1e6;

/**
 * Where nothing is stated, some one cycle of a run is pressed on, so that few runs weigh more than e, and only until two faults are in
 * force, or three, up to as many as there are regions: pressing on after what is sought has come would only spread the weights.
 *
 * @throws Contradiction when no fault can be pressed on
 */
export function planTilt(
  { rare = {}, regions, horizon }: Pick<Spec, 'rare' | 'regions' | 'horizon'>,
  faults: readonly FaultOptions[],
): TiltOptions {
  const cycles = faults.reduce((sum, { recurs }) => sum + (recurs ? horizon / recurs.every.law.mean : 1), 0);
  if (faults.every(({ recurs }) => recurs?.rate === undefined))
    throw new Contradiction({
      path: ['faults'],
      message: 'no fault recurs after exponential up times, so none can be pressed on',
      expected: 'faults such as { lose: us-east, every: { mean: 400d }, for: 2h }',
    });
  const { chance = Math.min(0.5, 1 / Math.max(1, cycles)), depth } = rare;
  const deepest = depth ?? Math.max(2, Object.keys(regions).length);
  if (!faults.some((fault) => companions(fault, faults, deepest).length > 0))
    throw new Contradiction({
      path: ['faults'],
      message:
        'no fault that recurs after exponential up times can meet another one, so none can be pressed on',
      expected: 'a second fault, which is repaired (for: ...)',
    });
  const all = Array.from({ length: deepest - 1 }, (_, index) => index + 2);
  return { chance, depths: depth === undefined ? all : [depth] };
}

/** How often faults come by themselves, and how often where they are pressed on; seconds. */
export function reportTilt(
  spec: Pick<Spec, 'faults'>,
  faults: readonly FaultOptions[],
  { chance, depths }: TiltOptions,
): TiltReport {
  const told = faults.map((fault, index): TiltReport['faults'][number] => {
    const { name: of, recurs } = fault;
    if (recurs?.rate === undefined) return { fault: of, because: whyNot(spec.faults[index]!) };
    const pressed = companions(fault, faults, Math.max(...depths)).map((other) =>
      pressedRate(fault, other, faults),
    );
    return {
      fault: of,
      every: 1 / recurs.rate / microsPerSecond,
      pressedEvery: 1 / Math.max(recurs.rate, ...pressed) / microsPerSecond,
    };
  });
  return { chance, depths: [...depths], faults: told };
}

function whyNot({ calendar, every }: Spec['faults'][number]): string {
  if (calendar) return 'it comes by the calendar';
  return every ? 'its up times are not exponential' : 'it comes once';
}

/** Faults in force while a fault that is pressed on waits. */
function companions(fault: FaultOptions, faults: readonly FaultOptions[], depth: number): FaultOptions[] {
  if (fault.recurs?.rate === undefined) return [];
  return faults.filter(
    (other) =>
      paceOf(other) > 0 &&
      other.strikes.length < depth &&
      (other !== fault || fault.recurs?.from === 'start'),
  );
}

/** While another one alone is in force: as `Tilt` does it. */
function pressedRate(fault: FaultOptions, other: FaultOptions, faults: readonly FaultOptions[]): number {
  const rates = faults.flatMap((one) => {
    const waits = one !== other || one.recurs?.from === 'start';
    return waits && one.recurs?.rate !== undefined ? [one.recurs.rate] : [];
  });
  const press = pressOf(paceOf(other) * other.strikes.length, other.strikes.length);
  const plain = rates.reduce((sum, rate) => sum + rate, 0);
  return press > plain ? press / rates.length : fault.recurs!.rate!;
}

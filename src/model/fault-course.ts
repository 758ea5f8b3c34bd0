import { day, type Micros, type Process, Signal } from '../kernel/index.js';
import { begin, type FaultOptions, type Recurrence, type Stage, type Strike, stands } from './fault.js';

/** Lets a fault come when it comes, once or again and again, and end when it is repaired. */
export function spawnFault(fault: FaultOptions, stage: Stage): void {
  stage.simulation.spawn(fault.recurs ? recur(fault, fault.recurs, stage) : happen(fault, stage));
}

function* happen(fault: FaultOptions, stage: Stage): Process {
  yield stage.draws.duration(fault.at!, 'start', fault.name);
  yield* occur(fault, stage);
}

function* recur(fault: FaultOptions, recurs: Recurrence, stage: Stage): Process {
  // Exponential times are as long from their middle as from their start.
  const race = recurs.rate === undefined ? undefined : stage.tilt;
  if (race) yield* race.wait(recurs.rate!);
  else yield firstWait(fault.name, recurs, stage);
  for (;;) {
    if (recurs.from === 'start') stage.simulation.spawn(occur(fault, stage));
    else yield* occur(fault, stage);
    if (race) yield* race.wait(recurs.rate!);
    else yield stage.draws.duration(recurs.every, 'up time', fault.name);
  }
}

/** Nothing starts cold unless it is said to: a run begins in the middle of an up time. */
function firstWait(name: string, { every, starts, timeOfDay }: Recurrence, stage: Stage): Micros {
  const { draws, beganAt } = stage;
  if (starts === 'up') return draws.duration(every, 'up time', name);
  if (timeOfDay === undefined || beganAt === undefined) return draws.residual(every, 'up time', name);
  const days = Math.floor(every.law.mean / day);
  const whole = Math.floor(draws.streams.open(`day of ${name}`).next() * days);
  return whole * day + ((((timeOfDay - beganAt) % day) + day) % day);
}

/** All that it hits is hit at one instant; each of that is repaired on its own. */
function* occur(fault: FaultOptions, stage: Stage): Process {
  const { strikes, sparesDown, name } = fault;
  const { simulation, trace } = stage;
  const hit = sparesDown ? strikes.filter((one) => stands(one, stage)) : strikes;
  const blows = hit.map((one): Blow => {
    const entity = strikes.length === 1 ? name : `${name} on ${one.on}`;
    return { strike: one, entity, end: begin(one, entity, stage) };
  });
  for (const { on, effect } of hit)
    trace.emit({ type: 'fault-began', at: simulation.now, fault: name, kind: effect.kind, on });
  // What is never repaired would leave the run in one cycle for good.
  if (fault.lasts) for (const _ of blows) stage.tilt?.hit(paceOf(fault));
  if (blows.length > 0) stage.onChange(false);
  const [first, ...others] = blows;
  if (!first || !fault.lasts) return;
  if (others.length === 0) {
    yield* last(fault, first, stage);
    return;
  }
  let open = blows.length;
  const over = new Signal();
  const repaired = () => {
    open -= 1;
    if (open === 0) over.fire();
  };
  for (const blow of blows) simulation.spawn(then(last(fault, blow, stage), repaired));
  yield over;
}

/** Repairs a microsecond, on average, of each thing that it hits; 0 of what is never repaired. */
export function paceOf({ lasts }: Pick<FaultOptions, 'lasts'>): number {
  return lasts ? 1 / lasts.reduce((sum, { law }) => sum + law.mean, 0) : 0;
}

/** What was hit by one occurrence; `entity` names its streams. */
interface Blow {
  readonly strike: Strike;
  readonly entity: string;
  readonly end: () => void;
}

function* then(process: Process, action: () => void): Process {
  yield* process;
  action();
}

function* last(fault: FaultOptions, { strike, entity, end }: Blow, stage: Stage): Process {
  const { simulation, trace, draws, crews } = stage;
  const crew = fault.crew === undefined ? undefined : crews.get(fault.crew)!;
  if (crew) yield* crew.take();
  for (const [part, quantity] of fault.lasts!.entries())
    yield draws.duration(quantity, part === 0 ? 'duration' : `duration ${part + 1}`, entity);
  crew?.leave();
  end();
  stage.tilt?.repair(paceOf(fault));
  const { on, effect } = strike;
  trace.emit({ type: 'fault-ended', at: simulation.now, fault: fault.name, kind: effect.kind, on });
  stage.onChange(true);
}

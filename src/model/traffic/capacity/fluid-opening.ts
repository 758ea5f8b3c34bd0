import { balanceOf, type FlowView } from './balance.js';
import type { FluidClass } from './fluid-class.js';
import type { FluidStation } from './fluid-station.js';

/** A flow by rates that has not begun. */
export interface OpenedFluid extends FlowView<FluidStation> {
  readonly classes: readonly FluidClass[];
}

/**
 * Begins with the requests that wait for a retry or an answer in balance, at the least fixed point of failures and attempts.
 *
 * @throws RangeError if a station is asked for more than it can serve, and all may wait
 */
export function openFluid(flow: OpenedFluid): void {
  const { classes, demand, now } = flow;
  const balance = balanceOf(flow, (station, rate) => shedShare(station, rate, now));
  classes.forEach((own, klass) => {
    own.follow(demand.shares(klass, now));
    if (balance.isHeldBack[klass]) own.useUpBudget();
    balance.attempts[klass]!.forEach((byFailures, route) => {
      byFailures.forEach((rate, failures) => {
        if (rate > 0) place(flow, klass, route, failures, rate);
      });
    });
    own.tally.carried = own.tally.inProgress;
  });
}

/** What a station sheds at a rate that has long been so. */
function shedShare(station: FluidStation, rate: number, now: number): number {
  const capacity = station.capacity(now, now + 1);
  const { name, queue, limit } = station.options;
  const admitted = Math.min(rate, limit?.rate ?? rate);
  if (admitted >= capacity && queue === Number.POSITIVE_INFINITY) {
    const use = admitted / capacity;
    throw new RangeError(
      `${name} is asked for ${use} of what it can serve: its queue would grow without end`,
    );
  }
  return rate > 0 ? 1 - Math.min(admitted, capacity) / rate : 0;
}

/** Attempts of a class that are on their way when so many in a microsecond have long been made. */
function place(
  { classes, routes, demand, now }: OpenedFluid,
  klass: number,
  route: number,
  failures: number,
  rate: number,
): void {
  const own = classes[klass]!;
  const { tally, pending, options } = own;
  if (failures > 0) tally.inProgress += pending.fill({ route, failures, bucket: -1, amount: rate }, now);
  if (routes[route]!.meets !== 'silent' || options.timeout === Number.POSITIVE_INFINITY) return;
  const left = rate * options.timeout;
  tally.inProgress += left;
  const shares = own.follow(demand.shares(klass, now));
  const from = now - options.timeout;
  own.watched.push({ klass, route, failures, bucket: -1, from, to: now, shares, alive: 1, left });
}

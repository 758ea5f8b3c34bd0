import type { Micros, RunStreams, Stream } from '../../../kernel/index.js';
import { sharesAt } from '../destination.js';
import { DueHeap } from './due-heap.js';
import { waitsAtMost } from './erlang.js';
import type { StationPlan } from './plan.js';
import type { Scene } from './scene.js';
import { type Cast, openRequestFlow } from './scene-flow.js';
import { drawStationary, type StationState } from './stationary.js';

/** Where fewer requests wait than this share of them, the wait is none. */
const unseen = 1e-6;

/**
 * The wait in queues of one request of each population, drawn at random in a scene in which nothing is amiss: of a look at the
 * stations that it would come to, at a random instant. A request that would be shed does not wait.
 */
export function drawQuietWaits(cast: Cast, scene: Scene, streams: RunStreams, now: Micros): Micros[] {
  const rates = ratesOf(cast, scene, now);
  const busy = cast.plan.stations.map(
    ({ servers, service }, station) => !waitsAtMost(servers, rates[station]! * service.mean, unseen),
  );
  return cast.populations.map((name, population) => {
    const weighted = pathsOf(cast, scene, population, now);
    if (!weighted.some(({ stations }) => stations.some((station) => busy[station]))) return 0;
    const stream = streams.open(`wait of a request of ${name}`);
    let wait = 0;
    for (const station of pick(weighted, stream.next()).filter((one) => busy[one])) {
      const plan = cast.plan.stations[station]!;
      const { name, servers, service, queue } = plan;
      const state = drawStationary({ name, rate: rates[station]!, servers, service, queue }, stream);
      wait +=
        state.settling === 0 ? waitBehind(state, plan, stream) : lookInto(cast, scene, station, streams, now);
    }
    return Math.round(wait);
  });
}

/** How long who comes now waits until a server is free, first come first served. */
function waitBehind(
  { served, waiting }: StationState,
  { servers, queue, service }: StationPlan,
  stream: Stream,
): number {
  if (served.length < servers || waiting.length >= queue) return 0;
  const ends = new DueHeap();
  for (const { left } of served) ends.push(left, 0);
  for (const _ of waiting) {
    const free = ends.first;
    ends.pop();
    ends.push(free + service.quantile(stream.next()), 0);
  }
  return ends.first;
}

/** The same where no law of the state is known: of a flow that has settled. */
function lookInto(cast: Cast, scene: Scene, station: number, streams: RunStreams, now: Micros): number {
  const flow = openRequestFlow(cast, { scene: () => scene, skipped: () => 0 }, streams, now);
  flow.start();
  let told: { wait: number } | undefined;
  flow.stations[station]!.askWait(flow.now, (wait) => {
    told = { wait: wait ?? 0 };
  });
  while (!told) flow.advance(flow.now + cast.plan.stations[station]!.service.mean);
  return told.wait;
}

/** Requests per microsecond that come to each station. */
function ratesOf({ plan, groups }: Cast, { receptions, answers, rates }: Scene, now: Micros): number[] {
  const sums = plan.stations.map(() => 0);
  groups.forEach(({ population }, group) => {
    sharesAt(answers[population]!, now).forEach((share, region) => {
      for (const station of receptions[group]![region]!.route.stations)
        sums[station]! += share * rates[group]!;
    });
  });
  return sums;
}

interface Path {
  readonly weight: number;
  readonly stations: readonly number[];
}

/** The ways that requests of a population take: their group by rate, their region by share. */
function pathsOf({ groups }: Cast, scene: Scene, population: number, now: Micros): Path[] {
  const shares = sharesAt(scene.answers[population]!, now);
  return groups.flatMap((group, index) =>
    group.population === population
      ? shares.map((share, region) => ({
          weight: share * scene.rates[index]!,
          stations: scene.receptions[index]![region]!.route.stations,
        }))
      : [],
  );
}

function pick(paths: readonly Path[], u: number): readonly number[] {
  let left = u * paths.reduce((sum, { weight }) => sum + weight, 0);
  const found = paths.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return (found ?? paths.at(-1)!).stations;
}

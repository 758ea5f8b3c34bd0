import type { Micros, RunStreams } from '../../../kernel/index.js';
import { Autoscaler } from './autoscaler.js';
import type { Flow } from './flow.js';
import type { CapacityPlan } from './plan.js';
import { Provisioning } from './provisioning.js';
import type { Shortages } from './shortages.js';

/** What a station had used when its servers were last asked about. */
interface Mark {
  readonly at: Micros;
  readonly busyTime: number;
}

/** How many servers each station has in one run. */
export class Scaling {
  /** By station. */
  readonly servers: number[];
  private readonly scalers: readonly (Autoscaler | undefined)[];
  private readonly marks: Mark[];
  /** Use at the last decision. */
  private readonly uses: number[];

  private readonly stations: CapacityPlan['stations'];

  constructor({ stations }: CapacityPlan, shortages: Shortages, streams: RunStreams) {
    this.stations = stations;
    this.servers = stations.map(({ servers }) => servers);
    this.marks = stations.map(() => ({ at: 0, busyTime: 0 }));
    this.uses = stations.map(() => 0);
    this.scalers = stations.map(({ autoscaling, subject, name, servers }) => {
      if (!autoscaling) return undefined;
      const provisioning = new Provisioning(() => shortages.isStarved(subject), autoscaling.launches);
      const phase = streams.open(`phase of the autoscaler of ${name}`).next();
      return new Autoscaler(autoscaling, provisioning, servers, Math.round(phase * autoscaling.period));
    });
  }

  /** A flow begins, with the servers that there are. */
  begin(flow: Flow): void {
    this.servers.forEach((servers, station) => {
      flow.setServers(station, servers);
      this.marks[station] = { at: flow.now, busyTime: 0 };
    });
  }

  /** When something is next due; Infinity if, at these uses, nothing would change. While all are awake, decisions are due anyway. */
  nextDue(now: Micros, areAwake: boolean, useOf: (station: number) => number): Micros {
    let due = Number.POSITIVE_INFINITY;
    this.scalers.forEach((scaler, station) => {
      if (!scaler || (!areAwake && scaler.isSettled(useOf(station)))) return;
      scaler.wake(now);
      due = Math.min(due, scaler.due);
    });
    return due;
  }

  /** Does what is due by now; the stations that have other servers from now on. */
  act(now: Micros, flow: Flow | undefined, useOf: (station: number) => number): number[] {
    const changed: number[] = [];
    this.scalers.forEach((scaler, station) => {
      if (!scaler || scaler.due > now) return;
      if (scaler.decidesAt <= now) this.uses[station] = flow ? this.measure(station, flow) : useOf(station);
      const servers = scaler.act(now, this.uses[station]!);
      if (servers === this.servers[station]) return;
      changed.push(station);
      this.servers[station] = servers;
      flow?.setServers(station, servers);
    });
    return changed;
  }

  /** Servers of the station of a region when the run began; 0 if it has none. */
  serversAtFirst(subject: string): number {
    return this.stations.find((one) => one.subject === subject)?.servers ?? 0;
  }

  /** The station of a region has so many servers, rounded up; its number if that is a change. */
  resize(subject: string, to: number, flow: Flow | undefined): number | undefined {
    const station = this.stations.findIndex((one) => one.subject === subject);
    if (station < 0) return undefined;
    const servers = Math.ceil(to);
    if (servers === this.servers[station]) return undefined;
    this.servers[station] = servers;
    flow?.setServers(station, servers);
    return station;
  }

  /** Whether nothing would change at the uses of the last decisions. */
  get isSettled(): boolean {
    return this.scalers.every((scaler, station) => !scaler || scaler.isSettled(this.uses[station]!));
  }

  private measure(station: number, flow: Flow): number {
    const before = this.marks[station]!;
    const busyTime = flow.stations[station]!.busyTime(flow.now);
    this.marks[station] = { at: flow.now, busyTime };
    const time = flow.now - before.at;
    if (time === 0) return this.uses[station]!;
    return Math.min(1, (busyTime - before.busyTime) / (time * this.servers[station]!));
  }
}

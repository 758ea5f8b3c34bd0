import { describe, expect, it } from 'vitest';
import { exponential } from '../../../../src/kernel/distributions.js';
import {
  Autoscaler,
  type AutoscalerOptions,
  desiredServers,
} from '../../../../src/model/traffic/capacity/autoscaler.js';
import { Provisioning } from '../../../../src/model/traffic/capacity/provisioning.js';
import { oneStation, second } from './flows.js';

const options: AutoscalerOptions = {
  target: 0.6,
  period: 15 * second,
  startUp: 120 * second,
  least: 4,
  most: 100,
  scaleInAfter: 300 * second,
};

/** Lets a scaler act on a station of constant demand, in servers' work; what serves at each second. */
function follow(scaler: Autoscaler, demand: (at: number) => number, until: number): number[] {
  let used = 0;
  const servers: number[] = [];
  for (let at = 1; at <= until; at++) {
    used += Math.min(demand(at), scaler.servers) * second;
    while (scaler.due <= at * second) scaler.act(at * second, used);
    servers.push(scaler.servers);
  }
  return servers;
}

function scalerOf(servers: number, provisioning = new Provisioning()): Autoscaler {
  return new Autoscaler(options, provisioning, servers, 0, 15 * second);
}

describe('the servers that are wanted', () => {
  it.each([
    [10, 0.9, 15],
    [10, 0.64, 10],
    [10, 0.56, 10],
    [10, 0.3, 5],
    [10, 0, 4],
    [90, 1, 100],
  ])('of %i in use at %f are %i', (servers, use, wanted) => {
    expect(desiredServers(options, servers, use)).toBe(wanted);
  });
});

describe('an autoscaler', () => {
  it('has more servers a start-up after it saw that they are needed, and asks for them once', () => {
    const servers = follow(scalerOf(10), () => 9, 400);
    expect(servers.indexOf(15) + 1).toBe(15 + 120);
    expect(Math.max(...servers)).toBe(15);
  });

  it('grows out of an overload by a factor of 1/target at a time, since use cannot exceed 1', () => {
    const servers = follow(scalerOf(10), () => 30, 600);
    const steps = [...new Set(servers)];
    expect(steps.slice(0, 3)).toEqual([10, 17, 29]);
    expect(servers.at(-1)).toBeGreaterThanOrEqual(49);
  });

  it('gives servers back only after it has not wanted them for long', () => {
    const servers = follow(scalerOf(20), (at) => (at <= 60 ? 12 : 6), 600);
    const left = servers.findIndex((count) => count < 20) + 1;
    expect(left).toBeGreaterThanOrEqual(60 + 300);
    expect(left).toBeLessThanOrEqual(60 + 300 + 30);
    expect(servers.at(-1)).toBe(10);
  });

  it('gets nothing from a control plane that is down, and what a throttled one allows', () => {
    const provisioning = new Provisioning();
    provisioning.fail();
    const scaler = scalerOf(10, provisioning);
    expect(Math.max(...follow(scaler, () => 10, 300))).toBe(10);
    const throttled = new Provisioning({ rate: 2 / (60 * second), burst: 2 });
    const servers = follow(scalerOf(10, throttled), () => 60, 600);
    // Two at once and two a minute, each a start-up later.
    expect(servers[599]).toBeLessThanOrEqual(10 + 2 + (2 * (600 - 120 - 15)) / 60);
    expect(servers[599]).toBeGreaterThan(10 + (2 * (600 - 120 - 60)) / 60);
  });

  it('is settled where it would change nothing', () => {
    expect(scalerOf(10).isSettled(0.6)).toBe(true);
    expect(scalerOf(10).isSettled(0.8)).toBe(false);
  });

  it('ends a backlog that would else grow for ever', () => {
    const flow = oneStation({ servers: 10, service: exponential(second / 10), queue: 1e6 }, 150 / second);
    const scaler = scalerOf(10);
    let longest = 0;
    while (flow.now < 1200 * second) {
      flow.advance(Math.min(scaler.due, 1200 * second));
      const servers = scaler.act(flow.now, flow.stations[0]!.busyTime(flow.now));
      flow.setServers(0, servers);
      longest = Math.max(longest, flow.stations[0]!.waiting);
    }
    // Until the first new servers 50 requests a second are too many.
    expect(longest).toBeGreaterThan(45 * 135);
    expect(flow.stations[0]!.waiting).toBeLessThan(50);
    expect(scaler.servers).toBeGreaterThan(20);
  });

  it.each([
    ['target', { target: 0 }],
    ['period', { period: 0 }],
    ['ascend', { least: 5, most: 4 }],
  ])('refuses a wrong %s', (said, wrong) => {
    expect(() => new Autoscaler({ ...options, ...wrong }, new Provisioning(), 4, 0, 0)).toThrow(said);
  });
});

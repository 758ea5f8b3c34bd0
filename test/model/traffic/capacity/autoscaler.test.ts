import { describe, expect, it } from 'vitest';
import {
  Autoscaler,
  type AutoscalerOptions,
  desiredServers,
} from '../../../../src/model/traffic/capacity/autoscaler.js';
import { Provisioning } from '../../../../src/model/traffic/capacity/provisioning.js';
import { second } from './flows.js';

const options: AutoscalerOptions = {
  target: 0.6,
  period: 15 * second,
  startUp: 120 * second,
  least: 4,
  most: 100,
  scaleInAfter: 300 * second,
};

/** Lets a scaler act on a demand, in servers' work; what serves at each second. */
function follow(scaler: Autoscaler, demand: (at: number) => number, until: number): number[] {
  const servers: number[] = [];
  for (let at = 1; at <= until; at++) {
    while (scaler.due <= at * second) scaler.act(at * second, Math.min(1, demand(at) / scaler.servers));
    servers.push(scaler.servers);
  }
  return servers;
}

const plenty = new Provisioning(() => false);

function scalerOf(servers: number, provisioning = plenty): Autoscaler {
  return new Autoscaler(options, provisioning, servers, 15 * second);
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

  it('remembers for as long as it is told, at no more cost', () => {
    const patient = { ...options, scaleInAfter: 1e9 * second };
    const scaler = new Autoscaler(patient, plenty, 20, 0);
    const decisions = 300_000;
    for (let i = 0; i < decisions; i++) scaler.act(i * options.period, 0.3);
    expect(scaler.servers).toBe(10);
    scaler.act(decisions * options.period, 0.1);
    expect(scaler.servers).toBe(10);
  });

  it('gets nothing from a control plane that is down, and what a throttled one allows', () => {
    const scaler = scalerOf(10, new Provisioning(() => true));
    expect(Math.max(...follow(scaler, () => 10, 300))).toBe(10);
    const throttled = new Provisioning(() => false, { rate: 2 / (60 * second), burst: 2 });
    const servers = follow(scalerOf(10, throttled), () => 60, 600);
    // Two at once and two a minute, each a start-up later.
    expect(servers[599]).toBeLessThanOrEqual(10 + 2 + (2 * (600 - 120 - 15)) / 60);
    expect(servers[599]).toBeGreaterThan(10 + (2 * (600 - 120 - 60)) / 60);
  });

  it('is settled where it would change nothing', () => {
    expect(scalerOf(10).isSettled(0.6)).toBe(true);
    expect(scalerOf(10).isSettled(0.8)).toBe(false);
  });

  it('goes on with its period when it is woken', () => {
    const scaler = scalerOf(10);
    scaler.wake(100 * second);
    expect(scaler.due).toBe(105 * second);
    scaler.wake(104 * second);
    expect(scaler.due).toBe(105 * second);
  });

  it.each([
    ['target', { target: 0 }],
    ['period', { period: 0 }],
    ['ascend', { least: 5, most: 4 }],
  ])('refuses a wrong %s', (said, wrong) => {
    expect(() => new Autoscaler({ ...options, ...wrong }, plenty, 4, 0)).toThrow(said);
  });
});

import { describe, expect, it } from 'vitest';
import { linkBetween } from '../../src/scenario/network.js';
import { sound, specOf } from './sound.js';

const network = (...overrides: [string, string, string][]) => {
  const scenario = sound();
  scenario.network = overrides.map(([from, to, roundTrip]) => ({ between: [from, to], roundTrip }));
  const spec = specOf(scenario);
  return (from: string, to: string) => {
    const { roundTrip, source } = linkBetween(spec, from, to);
    return [roundTrip.kind === 'constant' ? roundTrip.value / 1000 : roundTrip, source];
  };
};

describe('the round trip between two ends', () => {
  it('comes from the table unless the scenario states it', () => {
    const between = network(['us-east', 'us-west', '70ms']);
    expect(between('us-east', 'us-west')).toEqual([70, undefined]);
    expect(between('us-west', 'us-east')).toEqual([70, undefined]);
    expect(between('us-east', 'eu-west')).toEqual([109, expect.stringContaining('2013')]);
    expect(between('all', 'eu-west')).toEqual([expect.any(Number), expect.stringMatching(/^estimated: /)]);
  });

  it('prefers what is said of a zone to what is said of its region, and that to what is said of its place', () => {
    const between = network(
      ['aws/us-east-1', 'eu-west', '90ms'],
      ['us-east', 'eu-west', '80ms'],
      ['eu-west', 'us-east/b', '70ms'],
    );
    expect(between('us-east/a', 'eu-west')).toEqual([80, undefined]);
    expect(between('us-east/b', 'eu-west')).toEqual([70, undefined]);
    expect(between('aws/us-east-1', 'eu-west')).toEqual([90, undefined]);
  });

  it('is that between zones inside a region', () => {
    expect(network()('us-east/a', 'us-east/b')).toEqual([2, expect.stringContaining('IBM')]);
  });

  it('refuses an end that is not there', () => {
    expect(() => network()('us-east', 'mars')).toThrow(
      '"mars" is neither a region, a zone, a population nor a place',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { type AreaId, areas } from '../../src/data/areas.js';
import { greatCircle } from '../../src/data/great-circle.js';
import { places } from '../../src/data/places.js';
import { interZoneRoundTrip, pathStretch, roundTrip, roundTripMatrices } from '../../src/data/round-trips.js';

describe('great circle', () => {
  const pole = { name: 'North Pole', latitude: 90, longitude: 0 };
  const here = (latitude: number, longitude: number) => ({ name: '', latitude, longitude });

  it('is half the circumference between antipodes, a quarter from pole to equator', () => {
    expect(greatCircle(here(0, 0), here(0, 180))).toBeCloseTo(6371.0088 * Math.PI, 6);
    expect(greatCircle(pole, here(0, -77))).toBeCloseTo((6371.0088 * Math.PI) / 2, 6);
  });

  it('agrees with the haversine formula for every pair of areas', () => {
    const radians = (degrees: number) => (degrees * Math.PI) / 180;
    for (const a of Object.values(areas))
      for (const b of Object.values(areas)) {
        const h =
          Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
          Math.cos(radians(a.latitude)) *
            Math.cos(radians(b.latitude)) *
            Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
        expect(greatCircle(a, b)).toBeCloseTo(2 * 6371.0088 * Math.asin(Math.sqrt(h)), 5);
      }
  });
});

describe('places', () => {
  it('hold the commonly used cloud regions and cities', () => {
    const count = (provider: string) =>
      [...places.keys()].filter((id) => id.startsWith(`${provider}/`)).length;
    expect(['aws', 'gcp', 'azure', 'ibm'].map(count)).toEqual([33, 42, 46, 12]);
    expect(count('city')).toBe(Object.keys(areas).length);
  });
});

describe('round trip', () => {
  it('is the newest measurement between the two areas', () => {
    expect(roundTrip('aws/us-east-1', 'aws/eu-central-1')).toMatchObject({ ms: 90.6, year: 2026 });
    expect(roundTrip('aws/us-east-1', 'aws/ap-southeast-2')).toMatchObject({ ms: 214, year: 2024 });
    expect(roundTrip('aws/us-east-1', 'aws/eu-west-1')).toMatchObject({
      ms: 109,
      year: 2013,
      estimated: false,
    });
    expect(roundTrip('azure/eastus', 'city/tokyo')).toMatchObject({ ms: 146.4, year: 2026 });
  });

  it('is a provider’s own measurement unless that is stale', () => {
    expect(roundTrip('ibm/us-east', 'ibm/jp-tok')).toMatchObject({ ms: 166, year: 2024 });
    expect(roundTrip('ibm/eu-gb', 'ibm/jp-tok').ms).toBe(244);
    expect(roundTrip('aws/eu-west-2', 'aws/ap-northeast-1').ms).toBe(212.2);
    expect(roundTrip('aws/ap-southeast-2', 'aws/sa-east-1')).toMatchObject({ ms: 328, year: 2024 });
  });

  it('takes the larger of the two directions', () => {
    // Washington to Tokyo 164, back 166; Sydney to Ireland 350, back 349; London to Sao Paulo 188, back 187.
    expect(roundTrip('ibm/jp-tok', 'ibm/us-east').ms).toBe(166);
    expect(roundTrip('aws/eu-west-1', 'aws/ap-southeast-2').ms).toBe(350);
    expect(roundTrip('ibm/br-sao', 'ibm/eu-gb').ms).toBe(188);
  });

  it('is the same both ways and never below that between zones', () => {
    for (const a of places.keys())
      for (const b of ['aws/us-east-1', 'gcp/asia-south1', 'azure/westeurope', 'ibm/eu-de', 'city/lagos']) {
        expect(roundTrip(a, b)).toEqual(roundTrip(b, a));
        expect(roundTrip(a, b).ms).toBeGreaterThanOrEqual(interZoneRoundTrip);
      }
  });

  it('is the figure between zones inside one metropolitan area', () => {
    expect(roundTrip('aws/us-east-1', 'azure/eastus').ms).toBe(interZoneRoundTrip);
    expect(roundTrip('aws/eu-central-1', 'aws/eu-central-1').ms).toBe(interZoneRoundTrip);
  });

  it('is light in fibre along the great circle, stretched, where nothing was measured', () => {
    const trip = roundTrip('aws/eu-north-1', 'aws/af-south-1');
    expect(trip).toMatchObject({ estimated: true });
    expect(trip.year).toBeUndefined();
    expect(trip.ms).toBeCloseTo((2 * 10_342 * pathStretch) / 199.86, 0);
  });

  it('refuses a place it does not know', () => {
    expect(() => roundTrip('aws/us-east-9', 'aws/us-east-1')).toThrow('unknown place "aws/us-east-9"');
    expect(() => roundTrip('aws/us-east-1', '__proto__')).toThrow('unknown place');
  });

  it('lists no pair twice in a matrix', () => {
    for (const { pairs } of roundTripMatrices) {
      const keys = pairs.map(([a, b]) => [a, b].sort().join(' '));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

describe('path stretch', () => {
  const newest = new Map<string, [AreaId, AreaId, number]>();
  for (const matrix of roundTripMatrices.toReversed())
    if (matrix.year >= 2020)
      for (const [a, b, ms] of matrix.pairs) newest.set([a, b].sort().join(' '), [a, b, ms]);
  const ratios = [...newest.values()]
    .map(([a, b, ms]) => ms / ((2 * greatCircle(areas[a], areas[b])) / ((299.792458 * 2) / 3)))
    .sort((x, y) => x - y);
  const quantile = (sorted: number[], p: number) => sorted[Math.ceil(p * sorted.length) - 1] as number;

  it('is the median of what was measured since 2020', () => {
    expect(ratios.length).toBe(54);
    expect(quantile(ratios, 0.5).toFixed(1)).toBe(String(pathStretch));
  });

  it('leaves the residuals that its description states', () => {
    const residuals = ratios.map((ratio) => Math.abs(pathStretch / ratio - 1)).sort((x, y) => x - y);
    expect(quantile(residuals, 0.5)).toBeLessThan(0.15);
    expect(ratios.at(-1)! / pathStretch).toBeCloseTo(2.1, 1);
  });
});

import { expect, test } from 'vitest';
import { findIncidents, recoveryTime } from '../../src/measure/incident.js';

const rule = { settle: 60e6, horizon: 3600e6 };

test('without a settling time each dip is an incident of its own', () => {
  const dips = [
    { from: 10e6, to: 20e6 },
    { from: 21e6, to: 25e6 },
  ];
  const incidents = findIncidents(dips, [], [], { ...rule, settle: 0 });
  expect(incidents.map(({ opened }) => opened)).toEqual([10e6, 21e6]);
  expect(incidents.map((incident) => recoveryTime(incident).time)).toEqual([10e6, 4e6]);
});

test('a dip before goodput has settled keeps the recovery from counting', () => {
  const dips = [
    { from: 10e6, to: 20e6 },
    { from: 79e6, to: 90e6 },
  ];
  const [incident, ...others] = findIncidents(dips, [], [], rule);
  expect(recoveryTime(incident!)).toEqual({ time: 80e6, censored: false });
  expect(others).toEqual([]);
});

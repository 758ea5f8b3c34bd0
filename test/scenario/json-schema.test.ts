import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bare, noteUnder, type Schema } from '../../src/scenario/declaration.js';
import { jsonSchema } from '../../src/scenario/json-schema.js';
import { referencePage } from '../../src/scenario/reference-page.js';
import { scenarioSchema } from '../../src/scenario/schema.js';
import { accepts } from './draft-7.js';
import { sound } from './sound.js';

const schema = jsonSchema();
const scenarios = readdirSync('scenarios').filter((file) => file.endsWith('.yaml'));

// `npx vitest run test/scenario -u` writes both files anew.
describe('what is generated from the declaration', () => {
  it('is the JSON Schema in the repository', async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
      '../../src/scenario/scenario.schema.json',
    );
  });

  it('is the reference page in the repository', async () => {
    await expect(referencePage()).toMatchFileSnapshot('../../scenarios/REFERENCE.md');
  });
});

describe('the JSON Schema', () => {
  it.each(scenarios)('accepts %s', (file) => {
    expect(accepts(schema, parse(readFileSync(`scenarios/${file}`, 'utf8')))).toBe(true);
  });

  it('accepts parts and nulls only in a scenario that extends another', () => {
    expect(
      accepts(schema, { extends: './base.yaml', data: { orders: { replication: { lag: null } } } }),
    ).toBe(true);
    expect(accepts(schema, { data: { orders: { replication: { lag: null } } } })).toBe(false);
    expect(accepts(schema, { ...sound(), horizon: null })).toBe(false);
  });

  it.each([
    ['an unknown key', { ...sound(), horizont: '3h' }],
    ['an unknown key of a scenario that extends another', { extends: 'a.yaml', routing: { tll: '5s' } }],
    ['a number without a unit', { ...sound(), horizon: 3 }],
    ['a unit that is none', { ...sound(), horizon: '3 hours' }],
    ['an unknown policy', { ...sound(), routing: { ...sound().routing, policy: 'random' } }],
    ['a step of two keys', { ...sound(), failover: { orders: [{ decide: '1s', promote: '1s' }] } }],
    ['a fault of no kind', { ...sound(), faults: [{ at: '1m' }] }],
    ['a name with a space', { ...sound(), regions: { 'us east': { place: 'aws/us-east-1' } } }],
  ])('refuses %s', (_, scenario) => {
    expect(accepts(schema, sound())).toBe(true);
    expect(accepts(schema, scenario)).toBe(false);
  });
});

describe('the declaration', () => {
  const silent: string[] = [];
  const visit = (schema: Schema, path: string): void => {
    const { def } = bare(schema)._zod;
    if (noteUnder(schema).expected === undefined) silent.push(path);
    if (def.type === 'object')
      for (const [key, inner] of Object.entries(def.shape)) {
        if (noteUnder(inner).what === undefined && !noteUnder(schema).isValue && !path.includes('|'))
          silent.push(`${path}.${key}: what`);
        visit(inner, `${path}.${key}`);
      }
    if (def.type === 'record')
      for (const [inner, name] of [
        [def.keyType, '<key>'],
        [def.valueType, '<value>'],
      ] as const)
        visit(inner, `${path}.${name}`);
    if (def.type === 'array') visit(def.element, `${path}[]`);
    if (def.type === 'tuple') for (const item of def.items) visit(item, `${path}[]`);
    if (def.type === 'union') for (const option of def.options) visit(option, `${path}|`);
  };

  it('says of everything what it expects, and of every key what it means', () => {
    visit(scenarioSchema, '');
    expect(silent).toEqual([]);
  });
});

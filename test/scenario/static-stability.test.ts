import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/scenario/schema.js';
import { sound, specOf } from './sound.js';

type Runbook = NonNullable<Scenario['runbooks']>[string];

function warningsOf(
  step: object,
  more: Partial<Scenario> = {},
  when: Runbook['when'] = { lost: 'us-east' },
): string[] {
  const { failover: _, ...rest } = sound();
  const services = {
    'dns-control': { home: 'us-east' },
    'dns-data': { home: ['us-east', 'eu-west'] },
    wiki: { home: 'eu-west' },
  };
  const runbook = {
    when,
    steps: [
      { name: 'point', ...step },
      { name: 'promote', does: { promote: 'orders' } },
    ],
  };
  return specOf({ ...rest, services, runbooks: { leave: runbook as Runbook }, ...more }).warnings;
}

describe('a runbook is statically stable', () => {
  it('where nothing that it needs lives in the region that it flees alone', () => {
    expect(warningsOf({})).toEqual([]);
    expect(warningsOf({ needs: ['dns-data', 'wiki'] })).toEqual([]);
    expect(warningsOf({ needs: ['dns-control'], whileDown: { use: 'dns-data' } })).toEqual([]);
    expect(warningsOf({ needs: ['dns-control'] }, {}, { lost: 'eu-west' })).toEqual([]);
  });

  it('and else says which step leans on what', () => {
    const line =
      'runbook leave is not statically stable: step point needs dns-control, which lives, in the region that it flees';
    expect(warningsOf({ needs: ['dns-control'] })).toEqual([line.replace('lives, in', 'lives in')]);
    expect(warningsOf({ needs: ['dns-control'] }, {}, { primaryLost: 'orders' })).toHaveLength(1);
  });

  it('by its credentials too, unless there is one behind glass', () => {
    const admin = { from: 'dns-control' };
    expect(warningsOf({ needs: ['admin'] }, { credentials: { admin } })).toEqual([
      'runbook leave is not statically stable: step point needs the credential admin, issued by dns-control, which lives in the region that it flees',
    ]);
    expect(
      warningsOf({ needs: ['admin'] }, { credentials: { admin: { ...admin, breakGlass: '20m' } } }),
    ).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doneAfter, eastLost, type RunbookStep } from '../runbook/east-lost.js';
import { type Told, tell } from '../told.js';

const promote = { name: 'promote', does: { promote: 'orders' } } as const;
const services = { control: { home: 'east' }, elsewhere: {} };
/** East comes back after six hours; what has not been promoted by then is called off, unless the runbook is told not to. */
const through = (step: Partial<RunbookStep>, more: Partial<Parameters<typeof eastLost>[0]> = {}) =>
  eastLost({
    steps: [{ name: 'call', takes: '10m', ...step }, promote],
    services,
    lasts: '6h',
    book: { callOff: false },
    ...more,
  });

describe('a step that needs what lives in the region that is lost', () => {
  it('waits until that is back', () => {
    const [told] = tell(through({ needs: ['control'] }));
    expect(doneAfter(told!, 'call')).toBe(6 * 3600 + 600);
    expect(told!.figure('serviceWait')).toBe(6 * 3600);
    expect(told!.of('dependency-changed')).toMatchObject([{ up: false }, { up: true }]);
  });

  it('looks again every so often, takes the other way, or fails', () => {
    const [retried] = tell(through({ needs: ['control'], whileDown: { retry: '50m' } }));
    expect(doneAfter(retried!, 'call')).toBe(8 * 3000 + 600);
    const [other] = tell(through({ needs: ['control'], whileDown: { use: 'elsewhere' } }));
    expect(other!.figure('rto')).toBe(600);
    const [failed] = tell(through({ needs: ['control'], whileDown: 'fail' }));
    expect(failed!.figure('runbooksFailed')).toBe(1);
    const steps: RunbookStep[] = [
      { name: 'call', takes: '10m', needs: ['control'], whileDown: 'fail', otherwise: 'drive' },
      { name: 'drive', takes: '1h' },
      promote,
    ];
    expect(tell(eastLost({ steps, services }))[0]!.figure('rto')).toBe(3600);
  });

  it('waits as long again for what takes its time to come back', () => {
    const late = { control: { home: 'east', recovers: '2h' } };
    const [told] = tell(through({ needs: ['control'] }, { services: late }));
    expect(doneAfter(told!, 'call')).toBe(8 * 3600 + 600);
  });

  it('does not wait for a data plane that lives on in another region', () => {
    const [told] = tell(
      through({ needs: ['control'] }, { services: { control: { home: ['east', 'west'] } } }),
    );
    expect(told!.figure('rto')).toBe(600);
    expect(told!.figure('serviceWait')).toBe(0);
  });

  it('is interrupted by a fault of that alone, and begun anew after it', () => {
    const faults = [
      { lose: 'east', at: '10m' },
      { lose: 'elsewhere', at: '15m', for: '30m' },
    ];
    const [told] = tell(through({ needs: ['elsewhere'] }, { faults }));
    expect(told!.of('attempt-began').map(({ at }) => at / 60e6)).toEqual([10, 45, 55]);
    expect(told!.figure('rto')).toBe(45 * 60);
    // What only came back by itself is ridden out.
    expect(told!.figure('rideOut')).toBe(30 * 60);
  });

  it('does nothing through it that it had to wait for meanwhile', () => {
    const alone = { control: { home: 'north' } };
    const without = (lasts: string) => ({ lose: 'control', at: '20m', for: lasts });
    // The record cannot be edited for an hour, and the service is back half an hour later.
    const faults = [{ lose: 'east', at: '10m' }, { dns: 'frozen', at: '5m', for: '1h5m' }, without('80m')];
    const step: Partial<RunbookStep> = { needs: ['control'], takes: '0s', does: { leave: 'east' } };
    const [told] = tell(through(step, { services: alone, faults: faults as never }));
    expect(told!.of('attempt-ended')[0]).toMatchObject({ as: 'interrupted', at: 20 * 60e6 });
    expect(doneAfter(told!, 'call')).toBe(90 * 60);
    // A rule says to wait for an hour.
    const rule: Partial<RunbookStep> = { needs: ['control'], takes: '0s', rule: { elapsed: '1h' } };
    const [ridden] = tell(
      through(rule, { services: alone, faults: [{ lose: 'east', at: '10m' }, without('80m')] }),
    );
    expect(doneAfter(ridden!, 'call')).toBe(90 * 60);
    // What was missing is put right after half an hour.
    const readiness = { quota: { missing: '100%', repair: '30m' } };
    const missing = { needs: ['control'], takes: '0s', requires: ['quota'] };
    const [mended] = tell(
      through(missing, {
        services: alone,
        faults: [{ lose: 'east', at: '10m' }, without('80m')],
        book: { readiness },
      }),
    );
    expect(doneAfter(mended!, 'call')).toBe(90 * 60);
  });

  it('never ends well through a service before its region is back', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ needs: fc.boolean(), takes: fc.integer({ min: 0, max: 90 }), parallel: fc.boolean() }),
          {
            minLength: 1,
            maxLength: 5,
          },
        ),
        fc.integer({ min: 1, max: 120 }),
        (drawn, lasts) => {
          const steps = drawn.map(
            ({ needs, takes, parallel }, i): RunbookStep => ({
              name: `step-${i}`,
              takes: `${takes}m`,
              ...(needs ? { needs: ['control'] } : {}),
              ...(parallel ? { after: [] } : {}),
            }),
          );
          const [told] = tell(eastLost({ steps, services, lasts: `${lasts}m`, book: { callOff: false } }));
          const back = told!.of('fault-ended')[0]!.at;
          for (const { step, as, at } of told!.of('attempt-ended')) {
            const { needs } = steps.find(({ name }) => name === step)!;
            if (as === 'done' && needs) expect(at).toBeGreaterThanOrEqual(back);
          }
          // In the end all is done.
          expect(told!.of('runbook-ended')).toMatchObject([{ as: 'done' }]);
        },
      ),
      { seed: 8, numRuns: 60 },
    );
  });
});

describe('a credential', () => {
  const admin = (credential: object) => ({ credentials: { admin: credential } as never });

  it('is renewed when it expires in the middle of a step, while its issuer answers', () => {
    const [told] = tell(
      through({ needs: ['admin'], takes: '3h' }, admin({ lasts: '1h', from: 'elsewhere' })),
    );
    expect(told!.figure('rto')).toBe(3 * 3600);
    const changes = told!.of('credential-changed').filter(({ as }) => as === 'expired');
    expect(changes.map(({ at }) => (at - 600e6) / 3600e6)).toEqual([1, 2, 3]);
  });

  it('interrupts what needs it when its issuer is gone, until that is back', () => {
    const faults = [
      { lose: 'east', at: '10m' },
      { lose: 'elsewhere', at: '20m', for: '4h' },
    ];
    const given = admin({ lasts: '1h', from: 'elsewhere' });
    const [told] = tell(through({ needs: ['admin'], takes: '55m' }, { ...given, faults }));
    expect(told!.figure('rto')).toBe(55 * 60);
    const [long] = tell(through({ needs: ['admin'], takes: '90m' }, { ...given, faults }));
    expect(long!.of('attempt-ended')[0]).toMatchObject({ as: 'interrupted', at: 70 * 60e6 });
    expect(doneAfter(long!, 'call')).toBe((10 + 240 + 90) * 60);
  });

  it('cannot be had from an issuer that is lost, unless one is held or kept behind glass', () => {
    const lost = { lasts: '1h', from: 'control' };
    const [without] = tell(through({ needs: ['admin'] }, admin(lost)));
    expect(doneAfter(without!, 'call')).toBe(6 * 3600 + 600);
    const [glass] = tell(through({ needs: ['admin'] }, admin({ ...lost, breakGlass: '25m' })));
    expect(glass!.figure('rto')).toBe(35 * 60);
    // One of any age is enough for ten minutes in five of six cases.
    const held = tell(through({ needs: ['admin'] }, admin({ ...lost, held: true })), 300);
    const enough = held.filter((told) => told.figure('rto') === 600).length;
    expect(Math.abs(enough / 300 - 5 / 6)).toBeLessThan(4 * Math.sqrt(5 / 36 / 300));
  });

  it('never outlives itself', () => {
    const cases = fc.record({
      takes: fc.integer({ min: 1, max: 200 }),
      lasts: fc.integer({ min: 15, max: 120 }),
      held: fc.boolean(),
      down: fc.integer({ min: 0, max: 100 }),
      for: fc.integer({ min: 1, max: 300 }),
    });
    const check = (told: Told, lasts: number) => {
      // The last issue before a step was done was no longer ago than a lifetime.
      const issues = [
        600e6,
        ...told.of('credential-changed').flatMap(({ as, at }) => (as === 'renewed' ? [at] : [])),
      ];
      for (const { as, at, step } of told.of('attempt-ended')) {
        if (step !== 'call' || as !== 'done') continue;
        const last = Math.max(...issues.filter((issue) => issue <= at));
        expect(at - last).toBeLessThanOrEqual(lasts * 60e6);
      }
    };
    fc.assert(
      fc.property(cases, ({ takes, lasts, held, down, for: length }) => {
        const faults = [
          { lose: 'east', at: '10m' },
          { lose: 'elsewhere', at: `${5 + down}m`, for: `${length}m` },
        ];
        const given = admin({ lasts: `${lasts}m`, from: 'elsewhere', held });
        const [told] = tell(through({ needs: ['admin'], takes: `${takes}m` }, { ...given, faults }));
        check(told!, lasts);
      }),
      { seed: 9, numRuns: 80 },
    );
  });
});

describe('what should be in place in the second region', () => {
  it('is missing by its chance, and costs its repair once', () => {
    const readiness = { quota: { missing: '25%', repair: '2h' } };
    const steps: RunbookStep[] = [{ name: 'scale', takes: '5m', requires: ['quota'], fails: '20%' }, promote];
    const all = tell(eastLost({ steps, book: { readiness } }), 400);
    const missing = all.filter((told) => told.of('item-missing').length > 0).length;
    expect(Math.abs(missing / 400 - 0.25)).toBeLessThan(4 * Math.sqrt(0.1875 / 400));
    expect(Math.max(...all.map((told) => told.of('item-missing').length))).toBe(1);
  });

  // Oracles II.R5: drills every T find what drifts at rate s; missing with chance 1 - (1 - e^(-sT))/(sT).
  it('goes missing by drift since the last drill', () => {
    const readiness = { image: { drifts: '2000h', drilled: '720h', repair: '2h' } };
    const steps: RunbookStep[] = [{ name: 'boot', requires: ['image'] }, promote];
    const runs = 1500;
    const all = tell(eastLost({ steps, book: { readiness }, horizon: '12h' }), runs);
    const missing = all.filter((told) => told.figure('rto') > 3600).length / runs;
    const exact = 0.160212;
    expect(Math.abs(missing - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / runs));
  });
});

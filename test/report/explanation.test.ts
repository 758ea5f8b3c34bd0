import { describe, expect, it } from 'vitest';
import { explain } from '../../src/experiment/explain.js';
import { type Moment, narrate } from '../../src/report/explanation.js';

const activePassive = 'scenarios/01-active-passive.yaml';
const told = async (run: number, ...set: string[]) => narrate(await explain(activePassive, run, { set }));

/** The moments as one text, a line a sentence, with seconds since the start in whole numbers. */
function script(moments: readonly Moment[]): string[] {
  return moments.flatMap(({ at, sentences }) => sentences.map((sentence) => `${Math.round(at)} ${sentence}`));
}

const withoutTimes = (moments: readonly Moment[]) => script(moments).map((line) => line.replace(/^\d+ /, ''));

describe('the story of a run', () => {
  it('tells every step of a failover, and each at its time', async () => {
    const moments = await told(
      1,
      'faults=[{crash: us-east, at: 10m, for: 5m}]',
      'routing.health={interval: 1s, timeout: 1s, failures: 1}',
      'routing.ttl=10s',
      'failover.orders=[{decide: 1m}, {fence: 10s}, {promote: 20s}, {record: 5s}]',
      'data.orders.replication.lag=0s',
    );
    const [detected] = moments.filter(({ at }) => at > 600);
    expect(detected!.at).toBeLessThan(602);
    const later = (seconds: number) => Math.round(detected!.at + seconds);
    expect(script(moments.slice(0, 7))).toEqual([
      '600 us-east crashes: its processes stop, and whoever asks it is refused at once.',
      '600 No requests are answered.',
      `${later(0)} Health checks find us-east unhealthy.`,
      `${later(0)} orders: the decision to fail over begins; it takes 1 min.`,
      `${later(0)} DNS sends americas and europe to eu-west: half of the clients follow within 5 s, 95 % within 9.5 s.`,
      `${later(9.5)} 95 % of the reads of americas and europe are answered again.`,
      `${later(60)} orders: the fencing of the old primary begins; it takes 10 s.`,
      `${later(70)} us-east is fenced: it can write no more to orders.`,
      `${later(70)} orders: the promotion of a standby begins; it takes 20 s.`,
      `${later(90)} eu-west is promoted to primary of orders in place of us-east.`,
      `${later(90)} orders: the change of its name to point at the new primary begins; it takes 5 s.`,
      `${later(95)} All writes of americas and europe are answered again.`,
    ]);
    expect(withoutTimes(moments)).toContain('us-east is running again.');
  });

  it('counts from the fault, and anew from the next when all is well again', async () => {
    const moments = await told(
      1,
      'faults=[{slow: [us-east, eu-west], by: 100ms, at: 10m, for: 1m}, {isolate: us-east, at: 1h, for: 5m, name: fire}]',
    );
    const at = (second: number) => moments.find((moment) => Math.round(moment.at) === second)!;
    expect([at(600).after, at(660).after, at(3600).after, at(3900).after]).toEqual([0, 60, 0, 300]);
    expect(at(600).sentences).toEqual(['The way between us-east and eu-west is slower than usual.']);
    expect(at(3600).sentences).toEqual([
      'us-east is cut off from clients, checkers and all other regions (“fire”).',
      'No requests are answered.',
    ]);
    expect(at(3900).sentences).toContain('us-east can be reached again (“fire”).');
  });

  it('counts from the first of two faults that overlap', async () => {
    const moments = await told(
      1,
      'faults=[{lose: us-east, at: 10m, for: 1h}, {lose: eu-west, at: 12m, for: 1m}]',
    );
    expect(moments.find(({ at }) => at === 720)!.after).toBe(120);
  });

  it('calls a failover off when the primary is back', async () => {
    const lines = withoutTimes(
      await told(1, 'faults=[{lose: us-east, at: 10m, for: 45s}]', 'failover.orders.0.decide=10m'),
    );
    expect(lines).toContain('The failover of orders is called off: its primary is back.');
    expect(lines.join()).not.toMatch(/promoted|acknowledged/);
  });

  it('tells of two primaries, and of the writes that only one of them has', async () => {
    const moments = narrate(await explain('scenarios/04-github-2018.yaml', 0));
    const lines = withoutTimes(moments).join('\n');
    expect(lines).toMatch('The network cuts us-east from us-west and cloud (“optics”).');
    expect(lines).toMatch('us-east still takes writes as well, so there are two primaries.');
    expect(lines).toMatch(
      /^\d+ acknowledged writes of repositories, committed within 4\d.* s, are on a copy that is not the primary, and wait for a person/m,
    );
  });

  it('names homes, leases and shares of requests', async () => {
    const homes = withoutTimes(narrate(await explain('scenarios/03-active-active.yaml', 3))).join('\n');
    expect(homes).toMatch('No requests of americas are answered.');
    expect(homes).toMatch('eu-west is promoted to primary of orders (home us-east) in place of us-east.');
    const lease = withoutTimes(narrate(await explain('scenarios/05-patroni-lease.yaml', 3))).join('\n');
    expect(lease).toMatch('The primary of orders is lost: it stops, and whoever asks it hears nothing.');
    expect(lease).toMatch('The lease of orders runs out: its holder did not renew it.');
    const routing =
      'routing={policy: weighted, weights: {us-east: 3, eu-west: 1}, ttl: 60s, health: {interval: 10s, timeout: 4s, failures: 3}}';
    const weighted = withoutTimes(await told(1, routing)).join('\n');
    expect(weighted).toMatch('Only 25 % of the reads of americas and europe are answered.');
    expect(weighted).toMatch('DNS sends americas and europe to us-east and eu-west: half of the clients');
  });

  it('tells of writers apart, of what the policy decided, and of what crossed with no split', async () => {
    const lost = withoutTimes(narrate(await explain('scenarios/07-carts-last-writer-wins.yaml', 3)));
    const count = '\\d[\\d\u202f]*';
    const patterns = [
      'The network cuts us-east from eu-west \\(“link”\\)\\.',
      'The writers of carts no longer see each other’s writes: us-east on one side, eu-west on another\\.',
      'The network joins us-east with eu-west again \\(“link”\\)\\.',
      `.* after the heal the writers of carts see all writes again: ${count} keys were written on more than one side\\.`,
      `${count} acknowledged writes of carts, committed within .*, are lost: another version of their key won\\.`,
      `${count} acknowledged writes of carts crossed others on their way, with no split, and are lost: another version of their key won\\.`,
    ];
    expect(lost).toHaveLength(patterns.length);
    patterns.forEach((pattern, i) => {
      expect(lost[i]).toMatch(new RegExp(`^${pattern}$`));
    });
    const settled = withoutTimes(narrate(await explain('scenarios/13-carts-settled-by-people.yaml', 3)));
    expect(settled.join('\n')).toMatch(
      /keys were written on more than one side; people settle them in \d+ [dh] \d+ (h|min)\.$/m,
    );
  });

  it('says who is not served when the time is up', async () => {
    const moments = await told(1, 'faults=[{destroy: us-east, at: 2h}]', 'failover=null');
    expect(moments[0]!.sentences[0]).toBe(
      'us-east is destroyed, its disks too: whoever asks it hears nothing.',
    );
    expect(moments.at(-1)).toMatchObject({ at: 10_800 });
    expect(moments.at(-1)!.sentences.at(-1)).toBe(
      'The simulated time is up, and fewer than 95 % of the writes of americas and europe are answered.',
    );
  });

  it('is silent about what did not happen', async () => {
    expect(await told(1, 'faults=[]')).toEqual([]);
    const lines = withoutTimes(await told(1, 'data.orders.replication={mode: sync, wait: 1}')).join('\n');
    expect(lines).toMatch('promoted');
    expect(lines).not.toMatch(/acknowledged write/);
  });
});

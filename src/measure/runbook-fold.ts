import type { Trace } from '../kernel/index.js';
import type { TraceRecord } from '../model/trace.js';

/** A figure, its value, and whether it was not over by the horizon. */
type Told = readonly [figure: string, value: number, censored?: boolean];

/** How the runbooks of a run went. */
export class RunbookFold {
  /** When each that is under way began. */
  private readonly open = new Map<string, number>();
  /** When those began of which customers have not been told. */
  private readonly untold = new Map<string, number>();
  private began = 0;
  private failed = 0;
  private calledOff = 0;
  private longest = 0;
  private quiet = 0;
  private decisions = 0;
  private wrong = 0;
  /** Runbooks in which the decision to ride it out is in force: what ends that is no other one. */
  private readonly riding = new Set<string>();
  private waited = { people: 0, service: 0 };

  constructor(trace: Trace<TraceRecord>) {
    trace.subscribe('runbook-began', ({ runbook, at }) => {
      this.began += 1;
      for (const one of this.riding) if (one.startsWith(`${runbook} `)) this.riding.delete(one);
      this.open.set(runbook, at);
      this.untold.set(runbook, at);
    });
    trace.subscribe('runbook-ended', ({ runbook, as, since, at }) => {
      this.open.delete(runbook);
      // When all is well again there is nothing more to tell.
      if (as === 'called off' || as === 'rode out') this.hear(runbook, at);
      if (as === 'failed') this.failed += 1;
      if (as === 'called off' || as === 'rode out') this.calledOff += 1;
      this.longest = Math.max(this.longest, at - since);
    });
    trace.subscribe('announced', ({ runbook, at }) => this.hear(runbook, at));
    trace.subscribe('step-waited', ({ for: reason, since, at }) => {
      if (reason === 'people' || reason === 'service') this.waited[reason] += at - since;
    });
    trace.subscribe('decision-made', ({ runbook, step, way, wrong }) => {
      if (way !== 'fail over' && way !== 'ride it out') return;
      const decision = `${runbook} ${step}`;
      if (this.riding.delete(decision)) return;
      if (way === 'ride it out') this.riding.add(decision);
      this.decisions += 1;
      if (wrong) this.wrong += 1;
    });
  }

  /** Customers know from now on. */
  private hear(runbook: string, at: number): void {
    const since = this.untold.get(runbook);
    this.untold.delete(runbook);
    if (since !== undefined) this.quiet = Math.max(this.quiet, at - since);
  }

  begin(): void {
    this.open.clear();
    this.untold.clear();
    this.riding.clear();
    this.began = 0;
    this.failed = 0;
    this.calledOff = 0;
    this.longest = 0;
    this.quiet = 0;
    this.decisions = 0;
    this.wrong = 0;
    this.waited = { people: 0, service: 0 };
  }

  /** The figures of the run. */
  figures(horizon: number): Told[] {
    const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
    const since = (starts: Iterable<number>) =>
      [...starts].reduce((longest, at) => Math.max(longest, horizon - at), 0);
    const under = since(this.open.values());
    const silent = since(this.untold.values());
    return [
      ['runbookTime', Math.max(this.longest, under) / 1e6, under > 0],
      ['peopleWait', this.waited.people / 1e6],
      ['serviceWait', this.waited.service / 1e6],
      ['runbooksFailed', share(this.failed, this.began)],
      ['runbooksCalledOff', share(this.calledOff, this.began)],
      ['wrongCalls', share(this.wrong, this.decisions)],
      ['untold', Math.max(this.quiet, silent) / 1e6, silent > 0],
    ];
  }
}

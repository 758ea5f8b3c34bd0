import type { EventHandle, Simulation, Trace } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';

/** A control plane, a data plane, a tool or a wiki: something that a step needs, and that lives somewhere. */
export interface DependencyOptions {
  readonly name: string;
  /** Regions that it lives in: it is there while any of them is; none = it lives outside of all regions. */
  readonly homes: readonly number[];
  /** From the return of its home, or the end of its own fault, until it is back. */
  readonly recovers: Quantity;
}

/** Such a thing in one run. */
export class Dependency {
  /** Faults of its own that are in force. */
  private faults = 0;
  private up = true;
  private returns: EventHandle | undefined;

  constructor(
    readonly options: DependencyOptions,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly draws: Draws,
    private readonly onChange: () => void,
  ) {}

  get isUp(): boolean {
    return this.up;
  }

  lose(): void {
    this.faults += 1;
  }

  restore(): void {
    this.faults -= 1;
  }

  /** Brings it up to date after anything changed. */
  follow(): void {
    const able = this.faults === 0 && this.hasHome();
    if (!able) {
      if (this.returns !== undefined) this.simulation.cancel(this.returns);
      this.returns = undefined;
      this.set(false);
    } else if (!this.up && this.returns === undefined) {
      const { recovers, name } = this.options;
      const takes = this.draws.duration(recovers, 'return', name);
      if (takes === 0) this.set(true);
      else
        this.returns = this.simulation.schedule(takes, () => {
          this.returns = undefined;
          this.set(true);
          this.onChange();
        });
    }
  }

  private hasHome(): boolean {
    const { homes } = this.options;
    return (
      homes.length === 0 || homes.some((home) => this.network.isAlive(home) && !this.network.isCutOff(home))
    );
  }

  private set(up: boolean): void {
    if (up === this.up) return;
    this.up = up;
    const at = this.simulation.now;
    this.trace.emit({ type: 'dependency-changed', at, dependency: this.options.name, up });
  }
}

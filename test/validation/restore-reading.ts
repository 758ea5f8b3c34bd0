import { exp } from '../../src/index.js';
import type { RestoreReading } from './experiment.js';
import type { Fold } from './fault-reading.js';

const hour = 3.6e9;

interface Seen {
  readonly type: string;
  readonly kind?: string;
  /** What a backup that was tried is the state of. */
  readonly point?: number;
}

/** Each backup counts once, however often it is tried: it is bad or it is not. */
export function restores({ restores: what, drawn, meant }: RestoreReading): Fold {
  let harms = 0;
  let noneGood = false;
  let tried = new Map<number, boolean>();
  return {
    records: ['fault-began', 'backup-bad', 'restored', 'restore-failed'],
    see: (record) => {
      const { type, kind, point } = record as Seen;
      if (type === 'fault-began' && kind === 'corrupt') harms += 1;
      if (type === 'restore-failed') noneGood = true;
      if (point !== undefined) tried.set(point, type === 'backup-bad');
    },
    take: (horizon) => {
      let weight = exp((drawn.rate - meant.rate) * (horizon / hour)) * (meant.rate / drawn.rate) ** harms;
      for (const isBad of tried.values())
        weight *= isBad ? meant.bad / drawn.bad : (1 - meant.bad) / (1 - drawn.bad);
      const value = what === 'weight' || noneGood ? weight : 0;
      harms = 0;
      noneGood = false;
      tried = new Map();
      return value;
    },
  };
}

import { type Micros, type RunStreams, residualQuantile, type Stream } from '../../kernel/index.js';
import {
  type Authority,
  cellsOf,
  isPinned,
  type Keeping,
  type LifeRule,
  lifeBy,
  lifeLaw,
  ruleFor,
} from './keeping.js';
import type { ResolverSet } from './resolvers.js';

/** The largest number that a stream can give. */
const almostOne = 1 - 2 ** -53;

/** Which kind each drawn resolver is, and the time that its rule draws once; in one run. */
export class Kinds {
  /** By resolver; absent while there is one kind. */
  private readonly kinds: Uint8Array | undefined;
  private readonly times: Float64Array | undefined;

  constructor(
    private readonly set: ResolverSet,
    population: string,
    streams: RunStreams,
  ) {
    const { keepings } = set.options;
    const { length } = set.weights;
    if (keepings.length > 1) {
      const stream = streams.open(`lives of resolvers of ${population}`);
      this.kinds = new Uint8Array(length);
      for (let i = 0; i < length; i++) this.kinds[i] = pick(keepings, stream.next());
    }
    if (keepings.some(({ life }) => 'drawn' in life && life.drawn === 'resolver')) {
      const stream = streams.open(`times of resolvers of ${population}`);
      this.times = new Float64Array(length);
      for (let i = 0; i < length; i++) {
        const { life } = this.of(i);
        const u = stream.next();
        if ('time' in life && life.drawn === 'resolver') this.times[i] = life.time.law.quantile(u);
      }
    }
  }

  of(resolver: number): Keeping {
    return this.set.options.keepings[this.kinds ? this.kinds[resolver]! : 0]!;
  }

  /** How long each keeps what it gets now; NaN for one that draws it at each fill. A number when all are alike. */
  livesUnder({ gives, ttl }: Authority): Float64Array | number {
    const rules = this.set.options.keepings.map(({ life }) => ruleFor(life, gives));
    const alike = rules.map((rule) => commonLife(rule, ttl));
    if (!this.kinds && alike[0] !== undefined) return alike[0];
    return Float64Array.from(this.set.weights, (_, i) => {
      const kind = this.kinds ? this.kinds[i]! : 0;
      return alike[kind] ?? lifeBy(rules[kind]!, ttl, this.times![i]!);
    });
  }

  /** The life of one fill, for a resolver that draws it anew at each. */
  drawLife(resolver: number, { gives, ttl }: Authority, stream: Stream): Micros {
    const rule = ruleFor(this.of(resolver).life, gives);
    return lifeBy(rule, ttl, 'time' in rule ? rule.time.law.quantile(stream.next()) : 0);
  }

  /** What is left of a life drawn at each fill, at a point u of a cycle that also has a gap; 0 or less in the gap. */
  residual(resolver: number, { gives, ttl }: Authority, gap: Micros, u: number): Micros {
    const rule = ruleFor(this.of(resolver).life, gives);
    if (!('time' in rule)) return lifeBy(rule, ttl, 0) - u * (lifeBy(rule, ttl, 0) + gap);
    const { mean, excess } = lifeLaw(rule, ttl);
    const point = u * (mean + gap);
    return point < mean ? residualQuantile(excess, point / mean) : mean - point;
  }
}

function pick(keepings: readonly Keeping[], u: number): number {
  let left = u;
  for (let kind = 0; kind < keepings.length - 1; kind++) {
    left -= keepings[kind]!.share;
    if (left < 0) return kind;
  }
  return keepings.length - 1;
}

/** A life that is the same for all, NaN for one drawn at each fill; undefined where it is drawn once a resolver. */
function commonLife(rule: LifeRule, ttl: Micros): Micros | undefined {
  if (!('time' in rule)) return lifeBy(rule, ttl, 0);
  const [cell, ...others] = rule.time.cells;
  if (others.length === 0 && cell!.low === cell!.high) return lifeBy(rule, ttl, cell!.low);
  return rule.drawn === 'fill' ? Number.NaN : undefined;
}

/** The longest that a resolver of a kind that lets go keeps an answer. */
export function longestLife(keeping: Keeping, authority: Authority): Micros {
  const rule = ruleFor(keeping.life, authority.gives);
  if (isPinned(rule)) return 0;
  return lifeBy(rule, authority.ttl, 'time' in rule ? rule.time.law.quantile(almostOne) : 0);
}

/** Mean and standard deviation of the lives of a rule, with its cells taken at their middles. */
export function momentsOf(rule: LifeRule, ttl: Micros): { mean: Micros; deviation: Micros } {
  const cells = cellsOf(rule, ttl).map(({ share, low, high }) => ({ share, value: (low + high) / 2 }));
  const mean = cells.reduce((sum, { share, value }) => sum + share * value, 0);
  const variance = cells.reduce((sum, { share, value }) => sum + share * (value - mean) * (value - mean), 0);
  return { mean, deviation: 'drawn' in rule && rule.drawn === 'fill' ? Math.sqrt(variance) : 0 };
}

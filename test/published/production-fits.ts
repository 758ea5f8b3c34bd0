import {
  type Distribution,
  exponential,
  Mixture,
  pareto,
  QuorumOperation,
  type QuorumOperationOptions,
} from '../../src/index.js';

/** Laws of one-way times in milliseconds. */
interface Fit {
  /** From the coordinator of a write to a replica. */
  readonly write: Distribution;
  /** The three other legs. */
  readonly others: Distribution;
  /** Added one way to each leg to a replica elsewhere; reader and writer are at any replica. */
  readonly elsewhere?: number;
}

/** A body with a power tail, and an exponential rest of so many a millisecond. */
function bodyAndTail(body: number, min: number, shape: number, rate: number): Distribution {
  return new Mixture([
    { share: body, law: pareto(min, shape) },
    { share: 1 - body, law: exponential(1 / rate) },
  ]);
}

const ssd = bodyAndTail(0.9122, 0.235, 10, 1.66);
const disk = bodyAndTail(0.38, 1.05, 1.51, 0.183);
const yammer = bodyAndTail(0.982, 1.5, 3.8, 0.0217);

/**
 * Fits of production latencies at LinkedIn and Yammer: Bailis et al., "Probabilistically bounded staleness for practical partial
 * quorums", PVLDB 2012, table 3. The table gives a shape of 3.35 for Yammer's writes, the authors' simulator 3.5.
 */
const fits: Readonly<Record<string, Fit>> = {
  'LNKD-SSD': { write: ssd, others: ssd },
  'LNKD-DISK': { write: disk, others: ssd },
  'YMMR3.35': { write: bodyAndTail(0.939, 3, 3.35, 0.0028), others: yammer },
  'YMMR3.5': { write: bodyAndTail(0.939, 3, 3.5, 0.0028), others: yammer },
  WAN: { write: disk, others: ssd, elsewhere: 75 },
};

/** @throws RangeError if there is no fit of that name */
export function productionOperation(name: string, read: number, write: number): QuorumOperation {
  const { write: out, others, elsewhere } = fitNamed(name);
  const apart = elsewhere === undefined ? {} : { apart: { oneWay: elsewhere } };
  return threeReplicas(out, others, { read, write }, apart);
}

function fitNamed(name: string): Fit {
  const fitted = Object.hasOwn(fits, name) ? fits[name] : undefined;
  if (!fitted) throw new RangeError(`there is no production fit ${name}`);
  return fitted;
}

/** Three replicas alike. */
export function threeReplicas(
  write: Distribution,
  others: Distribution,
  quorum: { read: number; write: number },
  more: Pick<QuorumOperationOptions, 'apart'> = {},
): QuorumOperation {
  const legs = { write, ack: others, read: others, response: others };
  return new QuorumOperation({ replicas: [legs, legs, legs], ...quorum, ...more });
}

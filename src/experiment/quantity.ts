import {
  constant,
  type Distribution,
  empirical,
  exponential,
  lognormalThrough,
  logUniform,
  Mixture,
  pareto,
  pert,
  shiftedExponential,
  triangular,
  uniform,
} from '../kernel/index.js';
import type { Quantity } from '../model/quantity.js';
import type { Law, QuantitySpec } from '../scenario/quantity.js';

/** A stated quantity as the model draws it, in the unit of the statement; `statement` says where it is stated. */
export function buildQuantity(spec: QuantitySpec, statement: string): Quantity {
  const quantity = { law: buildLaw(spec), drawn: spec.draw, statement };
  return spec.kind === 'constant' ? { ...quantity, fixed: spec.value } : quantity;
}

export function fixedQuantity(value: number): Quantity {
  return { law: constant(value), drawn: 'use', statement: 'fixed', fixed: value };
}

/** In the unit of the statement. */
export function buildLaw(spec: Law): Distribution {
  switch (spec.kind) {
    case 'constant':
      return constant(spec.value);
    case 'quantiles':
      return lognormalThrough(spec.points[0]!, spec.points[1]!);
    case 'pert':
      return pert(spec.min, spec.likely, spec.max);
    case 'triangular':
      return triangular(spec.min, spec.likely, spec.max);
    case 'exponential':
      return exponential(spec.mean);
    case 'shifted-exponential':
      return shiftedExponential(spec.min, spec.mean);
    case 'pareto':
      return pareto(spec.min, spec.shape);
    case 'mixture':
      return new Mixture(spec.parts.map(({ share, law }) => ({ share, law: buildLaw(law) })));
    case 'uniform':
      return uniform(spec.low, spec.high);
    case 'log-uniform':
      return logUniform(spec.low, spec.high);
    case 'samples':
      return empirical(spec.values);
  }
}

import type { Spec } from './schema.js';

/** What a scenario states that the model does not cover yet, in words. */
export function listNotModelled(spec: Spec): string[] {
  return Object.entries(spec.regions).flatMap(([name, region]) =>
    region.capacity === undefined ? [] : [`capacity of ${name} is stated but does not limit`],
  );
}

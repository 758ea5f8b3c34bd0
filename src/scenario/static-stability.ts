import type { Spec } from './schema.js';

type Runbook = Spec['runbooks'][string];
type Step = Runbook['steps'][number];

/**
 * Static stability: a runbook that gets away from a region works with what is left. One line for each step that needs something that
 * lives in the region that its runbook flees, and nowhere else (after "Static stability using Availability Zones", Amazon Builders' Library).
 */
export function listInstabilities(spec: Spec): string[] {
  return Object.entries(spec.runbooks).flatMap(([name, runbook]) => {
    const region = fledRegion(runbook.when, spec);
    if (region === undefined) return [];
    return runbook.steps.flatMap((step) =>
      leaningsOf(step, region, spec).map(
        (what) =>
          `runbook ${name} is not statically stable: step ${step.name} ${what}, which lives in the region that it flees`,
      ),
    );
  });
}

/** The region that a runbook is to get away from; undefined where it is planned, or the store may be anywhere by then. */
function fledRegion(when: Runbook['when'], { data }: Pick<Spec, 'data'>): string | undefined {
  const region = when.lost ?? when.failing ?? when.unhealthy;
  if (region !== undefined || when.primaryLost === undefined) return region;
  return data[when.primaryLost]?.primary?.split('/')[0];
}

/** What of its needs lives there alone. */
function leaningsOf({ needs, whileDown }: Step, region: string, { services, credentials }: Spec): string[] {
  const livesThere = (service: string) => {
    const home = services[service]?.home;
    return home?.every((one) => one === region) ?? false;
  };
  return needs.flatMap((need) => {
    const credential = credentials[need];
    if (credential) {
      const { from, breakGlass } = credential;
      return from !== undefined && livesThere(from) && !breakGlass
        ? [`needs the credential ${need}, issued by ${from}`]
        : [];
    }
    const another = whileDown.kind === 'use' && !livesThere(whileDown.instead);
    return livesThere(need) && !another ? [`needs ${need}`] : [];
  });
}

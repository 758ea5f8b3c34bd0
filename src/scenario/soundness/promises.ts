import { type Facet, figures } from '../../data/figures.js';
import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import { facetsOf, facetsOfScenario } from '../facets.js';
import { alternatives, nearest, type Path, quote } from '../mistake.js';
import { type ObjectiveSpec, parseObjective } from '../objectives.js';
import type { Declared } from './declared.js';
import { durationOf, type Findings, textsOf } from './given.js';

/** Objectives speak of populations and stores that are there, and service can settle within the horizon. */
export function checkPromises(declared: Declared, findings: Findings): void {
  const { scenario } = declared;
  const settle = durationOf(own(own(scenario, 'service'), 'settle'));
  const horizon = durationOf(own(scenario, 'horizon'));
  if (settle !== undefined && horizon !== undefined && settle >= horizon)
    findings.add(
      ['service', 'settle'],
      'is not less than the horizon, so nothing would ever count as recovered',
      `less than ${printDuration(horizon)}`,
    );
  const before = new Set<string>();
  for (const [index, text] of textsOf(own(scenario, 'objectives'))) {
    const objective = parseObjective(text);
    if ('wrong' in objective) continue;
    checkSubject(['objectives', index], objective, declared, findings);
    const plain = text.trim().replace(/\s+/g, ' ');
    if (before.has(plain)) findings.add(['objectives', index], 'stands here twice', 'each objective once');
    before.add(plain);
  }
}

function checkSubject(path: Path, objective: ObjectiveSpec, declared: Declared, findings: Findings): void {
  const { of, figure } = objective;
  const { scopes, only } = figures.get(figure)!;
  const has = facetsOfScenario(declared.scenario);
  const stores = declared.stores.filter((name) =>
    mayHave([...facetsOf(storeOf(declared, name)), ...has], only),
  );
  if (stores.length === 0 && only) {
    findings.add(path, `${figure} is 0 in this scenario: ${lacking[only]}`, 'another figure');
    return;
  }
  const subjects = [
    ...(scopes.includes('population') ? declared.populations : []),
    ...(scopes.includes('store') ? stores : []),
  ];
  if (of === undefined) {
    if (!scopes.includes('run'))
      findings.add(
        path,
        `${figure} is a figure of a ${alternatives(scopes)}`,
        `${figure} of ${alternatives(subjects)}`,
      );
  } else if (!subjects.includes(of)) {
    const known = [...declared.populations, ...declared.stores].includes(of);
    const own = scopes.filter((scope) => scope !== 'run');
    const meant = nearest(of, subjects);
    findings.add(
      path,
      known ? `${figure} is not a figure of ${quote(of)}` : `unknown name ${quote(of)}`,
      own.length === 0
        ? `${figure} alone, a figure of the whole run`
        : `${figure} of ${alternatives(subjects)}`,
      meant,
    );
  }
}

function storeOf({ scenario }: Declared, name: string): unknown {
  return own(own(scenario, 'data'), name);
}

/** What depends on faults and failovers too shows only when the whole is put together. */
function mayHave(facets: readonly Facet[], facet: Facet | undefined): boolean {
  const ofPrimary = facet === 'two-writers' || facet === 'isolation';
  return facet === undefined || ofPrimary || facets.includes(facet);
}

/** What is missing where a figure cannot be more than 0. */
const lacking: Record<Facet, string> = {
  conflicts: 'no store has writers that merge',
  quorum: 'no store has replicas that answer as a quorum',
  'partial-quorum': 'no store has quorums of reads and writes that may miss each other',
  waits: 'no store has commits that wait for standbys',
  'two-writers': 'no store has a primary that may go on beside another',
  isolation: 'no store has a primary that may be cut off',
  'late-copies': 'no store has keys, and copies whose lag is told',
  backups: 'no store has backups',
  objects: 'no rows of a store point to objects',
  'false-verdicts': 'no probe of a region that answers is lost',
  capacity: 'no region and no store has a capacity',
  changes: 'nothing is ever changed',
  load: 'no population has a load over the day',
  sessions: 'no users have sessions that live in a region',
  anycast: 'regions do not announce one address',
  rare: 'only the command rare weighs runs',
  years: 'the horizon is shorter than a year (365d)',
  runbooks: 'there are no runbooks',
  announcements: 'no step of a runbook tells customers',
};

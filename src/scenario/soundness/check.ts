import type { Finding } from '../mistake.js';
import { checkBackups } from './backups.js';
import { checkCapacity } from './capacity.js';
import { checkChanges } from './changes.js';
import { declaredIn } from './declared.js';
import { checkDependencies } from './dependencies.js';
import { checkFaults } from './faults.js';
import { Findings } from './given.js';
import { checkLoads } from './load.js';
import { checkNames } from './names.js';
import { checkPace } from './pace.js';
import { checkPresets } from './presets.js';
import { checkPromises } from './promises.js';
import { checkRecovery } from './recovery.js';
import { checkResolvers } from './resolvers.js';
import { checkRunbooks } from './runbooks.js';
import { checkStandbys } from './standby.js';
import { checkStores } from './stores.js';
import { checkTraffic } from './traffic.js';

/** All rules across keys, on a scenario as given and with the numbers of its preset: each offence of each rule. */
export function checkSoundness(scenario: unknown, given: unknown): Finding[] {
  const declared = declaredIn(scenario, given);
  const findings = new Findings();
  checkNames(declared, findings);
  checkTraffic(declared, findings);
  checkLoads(declared, findings);
  checkResolvers(declared, findings);
  checkStores(declared, findings);
  checkPresets(declared, findings);
  checkBackups(declared, findings);
  checkCapacity(declared, findings);
  checkRecovery(declared, findings);
  checkDependencies(declared, findings);
  checkRunbooks(declared, findings);
  checkStandbys(declared, findings);
  checkFaults(declared, findings);
  checkChanges(declared, findings);
  checkPace(declared, findings);
  checkPromises(declared, findings);
  return findings.all;
}

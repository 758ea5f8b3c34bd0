import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import type { Path } from '../mistake.js';
import { printShare } from '../share.js';
import { durationOf, type Findings, mapOf, numberOf, shareOf } from './given.js';

/** Between two backups, pieces of log or verifications; microseconds. */
const shortest = 1e6;

/** More backups than one in so many are of use, and more stops than one in so many verifications are noticed. */
const rarest = 1e-4;

/** A restore finds what it looks for among so many backups and verifications as can be looked through. */
export function checkBackupEffort(path: Path, kind: string, backup: unknown, findings: Findings): void {
  const verify = own(backup, 'verify');
  checkPeriod(
    [...path, 'every'],
    own(backup, 'every'),
    kind === 'log' ? ', or 0s: as it is written' : '',
    findings,
  );
  checkPeriod([...path, 'verify', 'every'], own(verify, 'every'), '', findings);
  for (const [what, chance] of Object.entries(mapOf(own(verify, 'catches')))) {
    const share = shareOf(chance);
    if (share !== undefined && share > 0 && share < rarest)
      findings.add(
        [...path, 'verify', 'catches', what],
        `is ${printShare(share)}, which is as good as never`,
        `0%, or at least ${printShare(rarest)}`,
      );
  }
  checkStops(path, backup, findings);
  checkOdds(path, backup, findings);
}

function checkPeriod(path: Path, period: unknown, or: string, findings: Findings): void {
  const every = durationOf(period);
  if (every === undefined || every === 0 || every >= shortest) return;
  findings.add(
    path,
    `is ${printDuration(every)}: a restore would look through some ${Math.round(86_400e6 / every)} a day`,
    `at least ${printDuration(shortest)}${or}`,
  );
}

/** A job makes something before it stops. */
function checkStops(path: Path, backup: unknown, findings: Findings): void {
  const every = durationOf(own(backup, 'every'));
  const mean = durationOf(own(own(backup, 'stops'), 'mean'));
  if (every === undefined || mean === undefined || mean >= every / 10) return;
  findings.add(
    [...path, 'stops', 'mean'],
    `is ${printDuration(mean)}: it would have stopped before the next is made`,
    `more than ${printDuration(every / 10)}, a tenth of every`,
  );
}

/** Some are made, and good. */
function checkOdds(path: Path, backup: unknown, findings: Findings): void {
  const fails = shareOf(own(backup, 'fails')) ?? 0;
  if (fails > 1 - rarest && fails < 1)
    findings.add(
      [...path, 'fails'],
      `is ${printShare(fails)}: as good as none is ever made`,
      `at most ${printShare(1 - rarest)}`,
    );
  const bad = own(backup, 'bad');
  const parts = typeof bad === 'string' ? [bad] : Object.values(mapOf(bad));
  const sum = parts.reduce<number>((total, one) => total + (shareOf(one) ?? 0), 0);
  if (sum > 1 + 1e-9) findings.add([...path, 'bad'], 'adds up to more than 100%', 'at most 100% together');
  else if (sum > 1 - rarest && numberOf(own(backup, 'keep')) === undefined)
    findings.add(
      [...path, 'bad'],
      `is ${printShare(sum)}, and all of them would be tried`,
      `at most ${printShare(1 - rarest)}, or keep as a number, which is how many are tried`,
    );
}

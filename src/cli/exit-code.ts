/** How the program ends; listed in its help. */
export const exitCodes = {
  done: 0,
  /** `run` and `rare`: an objective is missed. */
  missed: 1,
  /** `run` and `rare`: an objective is unknown, and none is missed. */
  unknown: 2,
  /** Wrong usage, a file that cannot be read, understood or written (EX_USAGE of sysexits.h), a merge function that fails. */
  usage: 64,
  /** A fault of the program's own (EX_SOFTWARE). */
  fault: 70,
  /** As a shell reports a program ended by Ctrl-C. */
  interrupted: 130,
} as const;

/** For the help of the whole program. */
export const exitCodesInWords = `Exit codes:
  0    done; of run and rare: every objective is met, or none is stated
  1    run, rare: an objective is missed
  2    run, rare: an objective is unknown, and none is missed
  64   wrong usage, a file that cannot be read, understood or written, a merge function that fails
  70   a fault of Regionfall's own
  130  interrupted; what there was so far is printed`;

/** How a command ends that judges objectives. */
export function exitCodeOf({
  stopped,
  verdict,
}: {
  readonly stopped?: string;
  readonly verdict: 'met' | 'missed' | 'unknown';
}): number {
  if (stopped === 'interrupted') return exitCodes.interrupted;
  return { met: exitCodes.done, missed: exitCodes.missed, unknown: exitCodes.unknown }[verdict];
}

/** What is told of runbooks, their people and what they depend on, in sentences. */
import type { PlainRecord } from '../../measure/account.js';
import { formatDuration } from '../format.js';
import type { Saying } from './saying.js';
import { shardName } from './words.js';

type Of<T extends PlainRecord['type']> = Extract<PlainRecord, { type: T }>;

const microsPerSecond = 1e6;

const endings: Record<Of<'runbook-ended'>['as'], string> = {
  done: 'is done',
  failed: 'has failed: a step failed, and nothing stands in for it',
  'called off': 'is called off: what it fled is back',
  'rode out': 'ends, for it was decided to ride it out, and what it fled is back',
};

const attempts: Record<Of<'attempt-ended'>['as'], string> = {
  done: 'is done',
  failed: 'has not worked, and is tried again',
  'failed for good': 'has failed for good',
  interrupted: 'is interrupted: something that it needs is gone',
  'given up': 'is given up',
  'left out': 'is left out',
};

const credentials: Record<Of<'credential-changed'>['as'], string> = {
  expired: 'expires',
  renewed: 'is issued anew',
  'broken glass': 'is replaced by the one for emergencies',
};

/** One sentence; none for a record that is not about a runbook. */
export function runbookInWords(record: PlainRecord): Saying[] {
  const say = (rank: number, sentence: string): Saying[] => [
    { at: record.at, rank, sentence: `${sentence}.` },
  ];
  switch (record.type) {
    case 'runbook-began':
      return say(3, `The runbook ${record.runbook} begins`);
    case 'runbook-ended':
      return say(5, `The runbook ${record.runbook} ${endings[record.as]}`);
    case 'attempt-began':
      return say(4, began(record));
    case 'attempt-ended':
      return say(2, `Step ${record.step} of ${record.runbook} ${attempts[record.as]}`);
    case 'step-waited':
      return say(3, waited(record));
    case 'decision-made':
      return say(2, decided(record));
    case 'item-missing':
      return say(
        2,
        `${record.item} is missing where ${record.step} of ${record.runbook} needs it: putting that right takes ${lasts(record.until - record.at)}`,
      );
    case 'dependency-changed':
      return say(1, `${record.dependency} is ${record.up ? 'there again' : 'not there any more'}`);
    case 'credential-changed':
      return say(2, `The credential ${record.credential} ${credentials[record.as]}`);
    case 'standby-changed':
      return say(1, standby(record));
    case 'announced':
      return say(2, 'Customers are told what is going on');
    case 'switchover-began':
      return say(
        2,
        `${record.from} takes no more writes of ${shardName(record.shard)}, so that ${record.to} has all of them in ${lasts(record.until - record.at)}`,
      );
    default:
      return [];
  }
}

function lasts(micros: number): string {
  return formatDuration(micros / microsPerSecond);
}

function began({ step, runbook, role, attempt, until, at }: Of<'attempt-began'>): string {
  const who = role === undefined ? '' : ` by ${role}`;
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  return `Step ${step} of ${runbook} begins${who}${again}: ${lasts(until - at)}`;
}

function waited({ step, runbook, for: reason, what, since, at }: Of<'step-waited'>): string {
  const subject = `Step ${step} of ${runbook}`;
  if (reason === 'decision') return `${subject} has waited ${lasts(at - since)} for the outage to end`;
  if (reason === 'condition') return `${subject} has waited ${lasts(at - since)} until ${what}`;
  return `${subject} has waited ${lasts(at - since)} for ${what}`;
}

function standby({ region, state, until, at }: Of<'standby-changed'>): string {
  switch (state) {
    case 'provisioning':
      return `${region} gets its servers: ${lasts(until! - at)}`;
    case 'booting':
      return `The servers of ${region} start: ${lasts(until! - at)}`;
    case 'ready':
      return `${region} is ready, with all its servers`;
    case 'waiting':
      return `${region} stands by`;
  }
}

function decided({ step, runbook, way, wrong }: Of<'decision-made'>): string {
  const call = wrong ? ', which is the wrong call' : '';
  return `Step ${step} of ${runbook} decides: ${way}${call}`;
}

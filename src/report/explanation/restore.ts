/** What a record of a restore says, in a sentence. */
import type { PlainRecord } from '../../measure/account.js';
import { countOf, formatDuration } from '../format.js';
import { shardName } from './words.js';

type Of<T extends PlainRecord['type']> = Extract<PlainRecord, { type: T }>;

/** Undefined for records that are about something else. */
export function restoreInWords(record: PlainRecord): string | undefined {
  switch (record.type) {
    case 'objects-missing':
      return `${countOf(record.count, 'row')} that the new primary of ${shardName(record.shard)} has ${record.count === 1 ? 'points' : 'point'} to objects that had not arrived`;
    case 'restore-began':
      return record.stopped
        ? `The restore of ${shardName(record.shard)} begins, and it shows that a job for backups had stopped without a word`
        : `The restore of ${shardName(record.shard)} begins`;
    case 'restore-step':
      return `${shardName(record.shard)}: ${stepWords[record.step]}`;
    case 'backup-bad':
      return badInWords(record);
    case 'restored':
      return restoredInWords(record);
    case 'restore-failed':
      return `There is nothing left to restore ${shardName(record.shard)} from: ${tried(record.attempts)}`;
    case 'restore-called-off':
      return `The restore of ${shardName(record.shard)} goes no further`;
    default:
      return undefined;
  }
}

const stepWords: Record<Of<'restore-step'>['step'], string> = {
  queue: 'the restore waits for its turn',
  provision: 'machines and disks are set up',
  transfer: 'the backup is read',
  replay: 'the log is replayed',
  index: 'indexes are built',
  check: 'what was restored is checked',
  reapply: 'the writes since then are applied to the restored rows',
  'cut over': 'clients are moved to what was restored',
};

const flawWords: Record<Of<'backup-bad'>['flaw'], string> = {
  incomplete: 'parts of it are missing',
  corrupt: 'what is in it is damaged',
  unreadable: 'nobody has a key that opens it',
};

function badInWords({ of, flaw, at, tried: since, shard }: Of<'backup-bad'>): string {
  const cost = at > since ? `, which took ${inSeconds(at - since)} to find out` : '';
  return `A backup “${of}” of ${shardName(shard)} turns out to be bad: ${flawWords[flaw]}${cost}`;
}

function restoredInWords({ shard, of, point, faultAt, began, at, attempts }: Of<'restored'>): string {
  const took = at > began ? ` after ${inSeconds(at - began)}` : '';
  const more = attempts > 1 ? `; ${tried(attempts - 1)} before` : '';
  return `${shardName(shard)} is restored from “${of}”${took}: it is what it was ${inSeconds(faultAt - point)} before the fault${more}`;
}

function tried(attempts: number): string {
  return attempts === 0
    ? 'no backup could be tried'
    : `${countOf(attempts, 'backup')} ${attempts === 1 ? 'was' : 'were'} bad`;
}

function inSeconds(micros: number): string {
  return formatDuration(micros / 1e6);
}

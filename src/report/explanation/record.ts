/** What a record of the trace says, in a sentence. */
import type { Explanation } from '../../experiment/explain.js';
import type { PlainRecord } from '../../measure/account.js';
import { countOf, formatCount, formatDuration } from '../format.js';
import { changeInWords } from './change.js';
import { restoreInWords } from './restore.js';
import { runbookInWords } from './runbook.js';
import type { Saying } from './saying.js';
import { isStore, listOf, shardName } from './words.js';

type Of<T extends PlainRecord['type']> = Extract<PlainRecord, { type: T }>;

const microsPerSecond = 1e6;

/** One sentence, or none for records that only measures need. */
export function recordInWords(record: PlainRecord, explanation: Explanation): Saying[] {
  const say = (rank: number, sentence: string): Saying[] => [
    { at: record.at, rank, sentence: `${sentence}.` },
  ];
  switch (record.type) {
    case 'fault-began':
      return say(0, `${faultBegan(record, explanation)}${given(record)}`);
    case 'fault-ended':
      return say(0, `${faultEnded(record, explanation)}${given(record)}`);
    case 'clock-read':
      return say(0, `The run begins at ${onClock(record.timeOfDay)} by the clock of ${record.clockOf}`);
    case 'ttl-changed':
      return say(
        2,
        `The record may be cached for ${formatDuration(record.to / microsPerSecond)} from now on`,
      );
    case 'verdict':
      return say(1, verdict(record));
    case 'step-began':
      return say(4, step(record));
    case 'failover-called-off':
      return say(2, `The failover of ${shardName(record.shard)} is called off: its primary is back`);
    case 'fenced':
      return say(2, `${record.site} is fenced: it can write no more to ${shardName(record.shard)}`);
    case 'leader-elected':
      return say(1, `A majority of the copies of ${shardName(record.shard)} elects ${record.site}`);
    case 'fence-failed':
      return say(
        2,
        `The fencing of ${record.site} fails, and nobody notices: it may go on writing to ${shardName(record.shard)}`,
      );
    case 'lease-released':
      return say(
        2,
        `${record.site} could not be started again, and gives up the lease of ${shardName(record.shard)}`,
      );
    case 'demoted':
      return say(2, `${record.site} steps down as primary of ${shardName(record.shard)}`);
    case 'promoted':
      return say(2, promoted(record));
    case 'rejoined':
      return say(2, `${record.site} rejoins ${shardName(record.shard)} as a standby`);
    case 'caught-up':
      return say(2, caughtUp(record));
    case 'parted':
      return say(1, parted(record));
    case 'reconciled':
      return say(2, reconciled(record));
    case 'log-full':
      return say(
        2,
        `the log kept for ${record.site} fills the disk of ${shardName(record.shard)}: it takes no writes`,
      );
    case 'slot-given-up':
      return say(
        2,
        `${shardName(record.shard)} keeps no more log for ${record.site}, which has to be rebuilt`,
      );
    case 'commits-waited':
      return say(2, waited(record));
    case 'requests-counted':
      return say(2, counted(record));
    case 'scaled':
      return say(3, `${record.station} has ${countOf(record.servers, 'server')} from now on`);
    case 'drained':
      return say(2, 'each region and store has a server idle again: what had piled up is served or given up');
    case 'writes-classified':
      return classified(record, explanation).flatMap((sentence) => say(3, sentence));
    default: {
      const restore = restoreInWords(record);
      const plain = [...changeInWords(record), ...runbookInWords(record)];
      return restore === undefined ? plain : say(4, restore);
    }
  }
}

/** A name that the scenario gave the fault. */
function given({ fault, kind }: Of<'fault-began'> | Of<'fault-ended'>): string {
  const named = kind === 'unserve' ? 'lose' : kind;
  return fault.startsWith(`${named} `) && /#\d+$/.test(fault) ? '' : ` (“${fault}”)`;
}

/** `14:05`. */
function onClock(timeOfDay: number): string {
  const minutes = Math.floor(timeOfDay / (60 * microsPerSecond));
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function faultBegan({ kind, on }: Of<'fault-began'>, explanation: Explanation): string {
  const target = isStore(explanation, on) ? `The primary of ${on}` : on;
  switch (kind) {
    case 'alarm':
      return isStore(explanation, on)
        ? `A false alarm: the primary of ${on} is taken for gone`
        : `A false alarm: ${on} is begun for nothing`;
    case 'unserve':
      return `${on} is down by itself`;
    case 'promote':
      return `Somebody promotes ${on} by hand, and does not stop its old primary`;
    case 'lose':
      return `${target} is lost: it stops, and whoever asks it hears nothing`;
    case 'destroy':
      return `${target} is destroyed, its disks too: whoever asks it hears nothing`;
    case 'crash':
      return `${target} crashes: its processes stop, and whoever asks it is refused at once`;
    case 'pause':
      return `${target} stands still: it answers nobody, and does not know it`;
    case 'partition':
      return `The network cuts ${on}`;
    case 'step':
      return `The clock of ${on} is set`;
    case 'throttle':
      return `The servers of ${on} are slower than usual`;
    case 'starve':
      return `No more servers can be had in ${on}; those that run are well`;
    case 'degrade':
      return `${on} fails a share of its requests, and answers the others`;
    case 'dns':
      return nameService[on as keyof typeof nameService].began;
    case 'isolate':
      return `${on} is cut off from clients, checkers and all other regions`;
    case 'corrupt':
      return `Rows of ${on} are harmed, and its copies follow`;
    case 'surge':
      return `Requests of ${on.replace(/ to (?=[\d.]+%$)/, ' rise or fall to ')} of what they are otherwise`;
    default:
      return `The way between ${on.replace(' from ', ' and ')} is slower than usual`;
  }
}

const nameService = {
  unanswered: {
    began: 'The name servers answer nobody: clients go by what their caches hold',
    ended: 'The name servers answer again',
  },
  empty: {
    began: 'The record is empty by mistake: whoever asks is told that there is nothing, and keeps that',
    ended: 'The record is mended',
  },
  frozen: { began: 'Records cannot be edited', ended: 'Records can be edited again' },
};

function faultEnded({ kind, on }: Of<'fault-ended'>, explanation: Explanation): string {
  const target = isStore(explanation, on) ? `The former primary of ${on}` : on;
  switch (kind) {
    case 'alarm':
      return isStore(explanation, on)
        ? `The alarm about the primary of ${on} is known to be false`
        : `The alarm that began ${on} is known to be false`;
    case 'unserve':
      return `Nothing is amiss with ${on} itself any more`;
    case 'promote':
      return `All regions, and the old primary, are told of the promotion of ${on}`;
    case 'lose':
      return `${target} is back, with what its disks held`;
    case 'destroy':
      return `${target} is back, with empty disks`;
    case 'crash':
      return `${target} is running again`;
    case 'pause':
      return `${target} goes on where it stopped`;
    case 'partition':
      return `The network joins ${on.replace(' from ', ' with ')} again`;
    case 'step':
      return `The clock of ${on} is right again`;
    case 'throttle':
      return `The servers of ${on} have their full speed again`;
    case 'starve':
      return `Servers can be had in ${on} again`;
    case 'degrade':
      return `${on} answers all requests again`;
    case 'dns':
      return nameService[on as keyof typeof nameService].ended;
    case 'isolate':
      return `${on} can be reached again`;
    case 'surge':
      return `Requests of ${on.replace(/ to [\d.]+%$/, '')} are as many as usual again`;
    default:
      return `The way between ${on.replace(' from ', ' and ')} is as fast as before`;
  }
}

function verdict({ subject, healthy, by, mistaken }: Of<'verdict'>): string {
  if (by === 'lease') return `The ${subject} runs out: its holder did not renew it`;
  if (by === 'neighbours')
    return `The neighbours of ${subject} have heard nothing for their hold time, and drop its route`;
  const asker =
    by === 'checks'
      ? 'Health checks'
      : by === 'provider'
        ? 'The monitors of the provider'
        : 'A majority of the observers';
  const what = subject.startsWith('primary of ') ? `the ${subject}` : subject;
  if (mistaken) return `${asker} find ${what} unhealthy by mistake: it answers, but probes were lost`;
  return healthy ? `${asker} find ${what} healthy again` : `${asker} find ${what} unhealthy`;
}

const stepWords: Record<Of<'step-began'>['step'], string> = {
  decide: 'decision to fail over',
  fence: 'fencing of the old primary',
  promote: 'promotion of a standby',
  record: 'change of its name to point at the new primary',
};

function step({ step: name, shard, at, until }: Of<'step-began'>): string {
  const takes = until === at ? 'takes no time' : `takes ${inSeconds(until - at)}`;
  return `${shardName(shard)}: the ${stepWords[name]} begins; it ${takes}`;
}

function promoted({ shard, from, to, split }: Of<'promoted'>): string {
  const two = split ? `; ${from} still takes writes as well, so there are two primaries` : '';
  return `${to} is promoted to primary of ${shardName(shard)} in place of ${from}${two}`;
}

function caughtUp({ shard, site, healedAt, at, served }: Of<'caught-up'>): string {
  const shipped = countOf(served, 'write');
  return `${site} has caught up with ${shardName(shard)}: ${shipped} in ${inSeconds(at - healedAt)}`;
}

function parted({ shard, sides }: Of<'parted'>): string {
  const each = sides.map((side) => listOf(side));
  return `The writers of ${shardName(shard)} no longer see each other’s writes: ${each.join(' on one side, ')} on another`;
}

function reconciled({
  shard,
  keysInConflict,
  at,
  healedAt,
  pendingKeys,
  repairLasts,
}: Of<'reconciled'>): string {
  const conflicts =
    keysInConflict === 0
      ? 'no key was written on more than one side'
      : `${countOf(keysInConflict, 'key')} ${keysInConflict === 1 ? 'was' : 'were'} written on more than one side`;
  const settles = Number.isFinite(repairLasts)
    ? `people settle them in ${inSeconds(repairLasts)}`
    : 'nobody settles them';
  const repair = pendingKeys === 0 ? '' : `; ${settles}`;
  return `${inSeconds(at - healedAt)} after the heal the writers of ${shardName(shard)} see all writes again: ${conflicts}${repair}`;
}

function counted({
  population,
  kind,
  offered,
  served,
  shed,
  timedOut,
  retried,
}: Of<'requests-counted'>): string {
  const lost = [
    ...(shed > 0 ? [`${formatCount(shed)} were turned away at last`] : []),
    ...(timedOut > 0 ? [`${formatCount(timedOut)} were given up at last`] : []),
    ...(retried > 0 ? [`clients tried again ${formatCount(retried)} times`] : []),
  ];
  return `while something was overloaded, ${formatCount(served)} of ${formatCount(offered)} ${kind} of ${population} were answered in time${lost.length > 0 ? `; ${lost.join(', ')}` : ''}`;
}

function waited({ shard, since, at, late, waited: total, unreplicated }: Of<'commits-waited'>): string {
  const each = late === 0 ? '' : `, ${inSeconds(total / late)} each`;
  return (
    `${shardName(shard)} was without its standbys for ${inSeconds(at - since)}: ` +
    `${countOf(late, 'write')} waited${each}, and no standby had ${countOf(unreplicated, 'acknowledged write')}`
  );
}

const fates: Partial<Record<Of<'writes-classified'>['class'], string>> = {
  lostInFailover: 'lost: the copy that is left never had them',
  lostInConflict: 'lost: the other side of the split won',
  lostInRestore: 'lost: they are newer than the backup, or the log on disk, that was restored',
  merged: 'merged with those of the other side',
  diverged: 'on copies that differ, and nothing will repair it',
  pending: 'on a copy that is not the primary, and wait for a person to examine them',
};

/** Where all copies take writes. */
const fatesOfWriters: typeof fates = {
  ...fates,
  lostInConflict: 'lost: another version of their key won',
  merged: 'merged with those of the other writers',
  pending: 'in conflict, and wait for a person to settle them',
};

function classified(record: Of<'writes-classified'>, { figures }: Explanation): string[] {
  const { class: as, count, shard, store, oldest, newest, faultAt } = record;
  const many = figures.some(({ name }) => name === `keysInConflict of ${store}`);
  const fate = (many ? fatesOfWriters : fates)[as];
  if (fate === undefined || count === 0) return [];
  const [number, are] = [countOf(count, 'acknowledged write'), count === 1 ? 'is' : 'are'];
  if (many && faultAt === undefined) {
    const crossed = count === 1 ? 'another one on its way' : 'others on their way';
    return [`${number} of ${shardName(shard)} crossed ${crossed}, with no split, and ${are} ${fate}`];
  }
  const span =
    oldest === undefined || newest === undefined || count === 1
      ? ''
      : `, committed within ${inSeconds(newest - oldest)},`;
  return [`${number} of ${shardName(shard)}${span} ${are} ${fate}`];
}

function inSeconds(micros: number): string {
  return formatDuration(micros / microsPerSecond);
}

/** What is told of changes and the pipelines that deliver them, in sentences. */
import type { PlainRecord } from '../../measure/account.js';
import { countOf, formatShare } from '../format.js';
import type { Saying } from './saying.js';
import { listOf, shardName } from './words.js';

type Of<T extends PlainRecord['type']> = Extract<PlainRecord, { type: T }>;

const endings: Record<Of<'change-ended'>['as'], string> = {
  everywhere: 'has gone through all stages',
  superseded: 'is overtaken by a newer change, and goes no further',
  rejected: 'is rejected: nobody approved it in time',
  'rolled back': 'is rolled back everywhere',
};

const schemaSteps: Record<Of<'schema-changed'>['step'], string> = {
  expanded: 'STORE takes the new format of CHANGE beside the old one',
  migrated: 'All data of STORE is in the new format of CHANGE',
  contracted: 'STORE drops the old format: after CHANGE there is no way back',
};

/** One sentence; none for a record that is not about a change. */
export function changeInWords(record: PlainRecord): Saying[] {
  const say = (rank: number, sentence: string): Saying[] => [
    { at: record.at, rank, sentence: `${sentence}.` },
  ];
  switch (record.type) {
    case 'change-began':
      return say(0, `The change ${record.change} enters the pipeline ${record.pipeline}`);
    case 'stage-began':
      return say(4, `${record.change} is deployed to ${record.stage}`);
    case 'approval-asked':
      return say(4, `${record.change} waits until a person approves it for ${record.stage}`);
    case 'deployed':
      return say(
        2,
        record.share === 1
          ? `${record.change} runs all over ${record.on}`
          : `${record.change} runs on ${formatShare(record.share)} of the servers of ${record.on}`,
      );
    case 'change-ended':
      return say(2, `${record.change} ${endings[record.as]}`);
    case 'pipeline-frozen':
      return say(
        1,
        record.frozen
          ? `The pipeline ${record.pipeline} runs in ${record.region}, which is down: it deploys nothing, and rolls nothing back`
          : `The pipeline ${record.pipeline} goes on: ${record.region} is back`,
      );
    case 'traffic-shifted':
      return say(2, shifted(record));
    case 'stack-drained':
      return say(
        2,
        `The last request in flight at the stack that ${record.change} left in ${record.on} has ended`,
      );
    case 'stack-removed':
      return say(2, `The stack of ${record.on} that ${record.change} replaced is taken down`);
    case 'schema-changed':
      return say(2, schemaSteps[record.step].replace('STORE', record.store).replace('CHANGE', record.change));
    case 'rollback-refused':
      return say(
        2,
        `The rollback of ${record.change} is refused: the version before cannot use the data any more`,
      );
    case 'writes-unreadable':
      return say(
        3,
        `${countOf(record.count, 'acknowledged write')} of ${shardName(record.shard)} in the new format cannot be read any more`,
      );
    case 'defect-showed':
      return say(0, `The defect of ${record.change} shows in ${record.region}`);
    case 'alarm-raised':
      return say(1, `An alarm: too many of the requests to ${record.change} in ${record.region} fail`);
    case 'rollback-began':
      return say(
        4,
        record.regions.length === 0
          ? `${record.change} is stopped before it serves anywhere`
          : `The rollback of ${record.change} begins, in ${listOf(record.regions)}`,
      );
    case 'writes-damaged': {
      const are = record.count === 1 ? 'is' : 'are';
      const written = countOf(record.count, 'acknowledged write');
      return say(3, `${written} of ${shardName(record.shard)} ${are} damaged, and no rollback mended that`);
    }
    default:
      return [];
  }
}

function shifted({ change, on, by, share }: Of<'traffic-shifted'>): string {
  if (by === 'dns')
    return share === 0
      ? `The name of ${on} points at the old stack again: clients go back as their caches let them`
      : `The name of ${on} points at the stack of ${change}: clients follow as their caches let them`;
  if (share === 0) return `All new requests to ${on} go to the old stack again`;
  const part = share === 1 ? 'All' : formatShare(share);
  return `${part}${share === 1 ? '' : ' of the'} new requests to ${on} go to the stack of ${change}`;
}

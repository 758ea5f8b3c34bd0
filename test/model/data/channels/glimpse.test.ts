import { describe, expect, it } from 'vitest';
import { constant, exponential, Simulation, type Stream, Streams } from '../../../../src/kernel/index.js';
import { constantCurve } from '../../../../src/model/curve.js';
import { BatchChannel } from '../../../../src/model/data/channels/batch.js';
import { type Channel, SynchronousChannel } from '../../../../src/model/data/channels/channel.js';
import { LagChannel } from '../../../../src/model/data/channels/lag.js';
import { LinkChannel, meanLinkWait } from '../../../../src/model/data/channels/link.js';
import { Timeline } from '../../../../src/model/data/timeline.js';

const streams = new Streams('glimpse');
const at = 1_000_000;
const rate = 0.002;
const channels = 4_000;

/** How far behind readers find standbys, each by a channel of its own: mean and standard error. */
function behind(open: (stream: () => Stream) => Channel): { mean: number; error: number } {
  const ages = Array.from({ length: channels }, (_, run) => {
    const own = streams.at(run);
    const channel = open(() => own.open('channel'));
    const timeline = new Timeline(0, () => own.open('writes'));
    timeline.acknowledge(0, constantCurve(rate));
    return at - channel.glimpse(timeline, at, own.open('reader')).upTo;
  });
  const mean = ages.reduce((a, b) => a + b, 0) / channels;
  const variance = ages.reduce((sum, age) => sum + (age - mean) ** 2, 0) / (channels - 1);
  return { mean, error: Math.sqrt(variance / channels) };
}

const lag = { law: exponential(900), drawn: 'use', statement: 'lag' } as const;

function openLag(stream: () => Stream, correlation: number): LagChannel {
  return new LagChannel({ lag, correlation, stream, latency: () => 0 });
}

describe('a reader finds a standby', () => {
  it.each<[string, (stream: () => Stream) => Channel, number]>([
    ['behind by its lag', (stream) => openLag(stream, 50), 900],
    [
      'behind by the transfer of a batch and half its period',
      (stream) => new BatchChannel({ every: 600, transfer: () => 100, transferLaw: constant(100), stream }),
      400,
    ],
    [
      'behind by the sojourn of a write on the link',
      (stream) => {
        const link = { latency: () => 70, service: 400, queue: 'stationary', stream } as const;
        return new LinkChannel(new Simulation(), { ...link, onCaughtUp: () => {} });
      },
      70 + 400 + meanLinkWait(rate, 400),
    ],
    [
      'behind by its slack',
      () =>
        new SynchronousChannel(
          () => 0,
          () => 30,
        ),
      30,
    ],
  ])('%s', (_, open, expected) => {
    const { mean, error } = behind(open);
    expect(Math.abs(mean - expected)).toBeLessThanOrEqual(4 * error);
  });

  it('where it was once nothing is sent any more, and then never further back', () => {
    const stream = streams.at(0).open('interrupted');
    const channel = openLag(() => stream, 1);
    const timeline = new Timeline(0, () => stream);
    channel.interrupt(timeline, at, 'gone');
    const missing = channel.missing();
    const held = missing.kind === 'tail' ? missing.from : Number.NaN;
    const reader = streams.at(0).open('reader');
    expect(channel.glimpse(timeline, at + 5_000, reader)).toEqual({ upTo: held });
    channel.resume();
    for (let i = 1; i < 200; i++) {
      expect(channel.glimpse(timeline, at + i, reader).upTo).toBeGreaterThanOrEqual(held);
    }
  });
});

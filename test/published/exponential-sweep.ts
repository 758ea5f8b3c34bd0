import { staleAfter, visibleAfter } from './exponential-closed-form.js';
import { markdownTable, type PublishedTable } from './published-table.js';

/** Rate of the writes on their way, a millisecond, and what the text says of it. */
const published = [
  { rate: 4, consistent: 94, visibility: 1 },
  { rate: 0.1, consistent: 41, visibility: 65 },
] as const;

/** Within half of the last digit that was printed. */
const agrees = (ours: number, printed: number) => (Math.abs(ours - printed) <= 0.5 ? 'yes' : 'no');

export const exponentialSweep: PublishedTable = {
  title: 'Exponential delays of writes',
  render: () =>
    [
      'The text of the same paper, for three replicas, R = W = 1, and acknowledgements, reads and answers of 1 ms on average. Ours is',
      'the closed form, the published values are rounded simulations: 41.96 % was printed as 41 %, and 63.6 ms as 65 ms.',
      '',
      markdownTable(
        [
          'writes, a ms',
          'consistent at once, published',
          'ours',
          'agrees',
          '99.9 % after, ms, published',
          'ours',
          'agrees',
        ],
        published.map(({ rate, consistent, visibility }) => {
          const share = 100 * (1 - staleAfter(rate, 0));
          const after = visibleAfter(rate, 0.999);
          return [
            String(rate),
            `${consistent} %`,
            `${share.toFixed(2)} %`,
            agrees(share, consistent),
            String(visibility),
            after.toFixed(3),
            agrees(after, visibility),
          ];
        }),
      ),
      '',
      'The sample of the tool for Cassandra (three replicas, 100 ms after the write: 0.6789 for R = W = 1, 0.7916 for R = 1 and W = 2)',
      'cannot be computed again: the delays that it was made from were not published.',
    ].join('\n'),
};

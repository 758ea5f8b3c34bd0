import { describe, expect, it } from 'vitest';
import { clock } from '../../../src/cli/text/clock.js';
import { layOut, sections, wrap } from '../../../src/cli/text/layout.js';

describe('wrap', () => {
  it('breaks at spaces, indents what follows, and keeps numbers whole', () => {
    expect(wrap('one two three 1\u202f204 four', 10, 2)).toBe('one two\n  three\n  1\u202f204\n  four');
  });

  it('keeps a number with its unit', () => {
    expect(wrap('within 30 s, 95 % of 12 runs', 10)).toBe('within\n30 s, 95 %\nof 12 runs');
    expect(wrap('12 seconds', 5)).toBe('12\nseconds');
  });

  it('leaves a word that is too long as it is', () => {
    expect(wrap('a '.concat('b'.repeat(20)), 10)).toBe(`a\n${'b'.repeat(20)}`);
  });

  it('changes nothing that fits', () => {
    expect(wrap('as it is', 8)).toBe('as it is');
    expect(wrap('', 8)).toBe('');
  });
});

describe('layOut', () => {
  it('aligns columns whatever colours and thin spaces are in them', () => {
    const rows = [
      ['', '\u001b[1mA\u001b[22m'],
      ['first', '1\u202f204'],
      ['b', '7\n(x)'],
    ];
    expect(layOut(rows, ['left', 'right'])).toBe(
      ['           \u001b[1mA\u001b[22m', 'first  1\u202f204', 'b          7', '         (x)'].join('\n'),
    );
  });

  it('lets a sentence run over the columns of numbers', () => {
    const sentence = { content: 'the same in every run', colSpan: 2, hAlign: 'left' as const };
    expect(
      layOut(
        [
          ['a', '1', '2'],
          ['b', sentence],
        ],
        ['left', 'right', 'right'],
      ),
    ).toMatch(/^b {2}the same in every run$/m);
  });
});

describe('sections', () => {
  it('leaves out what there is not', () => {
    expect(sections(['a', undefined, '', 'b'])).toBe('a\n\nb');
  });
});

describe('clock', () => {
  it.each([
    [0, '00:00:00.0'],
    [59.96, '00:01:00.0'],
    [3661.25, '01:01:01.3'],
    [86_399.96, '1 d 00:00:00.0'],
    [12 * 86_400 + 12_130, '12 d 03:22:10.0'],
  ])('%d', (seconds, text) => {
    expect(clock(seconds)).toBe(text);
  });
});

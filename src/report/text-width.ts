/**
 * How wide a text is, without a font or a canvas: the advance widths of Inter Regular, in thousandths of the font
 * size. Vega guesses 0.8 of the font size a letter otherwise, which leaves holes and cuts labels.
 */

/** Advance widths of the printable ASCII characters, space to tilde (Inter 4, `hmtx` table, Regular). */
const asciiWidths = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646,
  593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269,
  571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471,
  456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528,
  327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662,
];

/** The other characters that our own words use. */
const otherWidths: Record<string, number> = {
  '\u00a0': 281,
  '\u202f': 182,
  µ: 586,
  '\u2212': 662,
  '\u2013': 500,
  '\u2026': 864,
  '\u2019': 261,
};

/** SemiBold is at most this much wider than Regular, over a run of narrow letters. */
const boldRatio = 1.09;

/** Scripts from Hangul Jamo on, where a character fills a square or nearly so. */
const firstWideCodePoint = 0x1100;

/** Width of one line in pixels at `fontSize` pixels; letters that Inter lacks count as a wide letter or a square. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let thousandths = 0;
  for (const character of text.normalize('NFD')) thousandths += characterWidth(character);
  return (thousandths / 1000) * fontSize * (bold ? boldRatio : 1);
}

/** The text, or its beginning and its end around an ellipsis when it is wider than `limit` pixels. */
export function elideMiddle(text: string, limit: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= limit) return text;
  const letters = [...text];
  for (let kept = letters.length - 1; kept > 1; kept--) {
    const head = letters.slice(0, Math.ceil(kept / 2)).join('');
    const tail = letters.slice(letters.length - Math.floor(kept / 2)).join('');
    const shorter = `${head}\u2026${tail}`;
    if (textWidth(shorter, fontSize) <= limit) return shorter;
  }
  return '\u2026';
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!;
  const ascii = asciiWidths[code - 32];
  if (ascii !== undefined) return ascii;
  const other = otherWidths[character];
  if (other !== undefined) return other;
  if (/\p{Mark}/u.test(character)) return 0;
  return code >= firstWideCodePoint ? 1000 : 760;
}

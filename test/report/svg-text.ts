/** Reads where the words of an SVG stand, to prove that none is cut and none covers another. */
import { textWidth } from '../../src/report/text-width.js';

export interface Words {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Drawing {
  width: number;
  height: number;
  words: Words[];
}

/** `spread` widens every text, as a reader's font may be wider than ours. */
export function readDrawing(svg: string, spread: number): Drawing {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.map(Number);
  const drawing: Drawing = { width: width!, height: height!, words: [] };
  const groups: [number, number][] = [[0, 0]];
  for (const [, close, name, attributes, selfClosing, text] of svg.matchAll(
    /<(\/?)(g|text)\b([^>]*?)(\/?)>(?:([^<]*)<\/text>)?/g,
  )) {
    if (close !== '') {
      groups.pop();
      continue;
    }
    const [x, y] = groups.at(-1)!;
    const [dx, dy] = translation(attributes!);
    if (name === 'g' && selfClosing === '') groups.push([x + dx, y + dy]);
    if (name === 'text' && !attributes!.includes('opacity="0"')) {
      drawing.words.push(box(decode(text ?? ''), attributes!, x + dx, y + dy, spread));
    }
  }
  return drawing;
}

function box(text: string, attributes: string, x: number, y: number, spread: number): Words {
  if (/rotate\(/.test(attributes)) throw new Error(`turned text is not read: ${text}`);
  const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1];
  const size = Number.parseFloat(attribute('font-size') ?? '11');
  const width = textWidth(text, size, attribute('font-weight') === '600') * spread;
  const anchor = attribute('text-anchor') ?? 'start';
  const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
  return { text, left, right: left + width, top: y - size * 0.75, bottom: y + size * 0.2 };
}

function translation(attributes: string): [number, number] {
  const found = /transform="translate\(([-\d.]+),([-\d.]+)\)/.exec(attributes);
  return found === null ? [0, 0] : [Number(found[1]), Number(found[2])];
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** Texts that stand outside the drawing. */
export function cutWords({ width, height, words }: Drawing): string[] {
  return words
    .filter(({ left, right, top, bottom }) => left < 0 || right > width || top < 0 || bottom > height)
    .map(({ text }) => text);
}

/** Pairs of different texts that cover one another; a text on its own halo is one text. */
export function overlappingWords({ words }: Drawing): string[] {
  return words.flatMap((a, i) =>
    words
      .slice(i + 1)
      .filter(
        (b) =>
          a.text !== b.text && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
      )
      .map((b) => `${a.text} / ${b.text}`),
  );
}

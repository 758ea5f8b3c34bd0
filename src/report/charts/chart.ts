/** A picture drawn from a result, or the words that stand in its place. */
import type { TopLevelSpec } from 'vega-lite';

/** What a chart function returns. */
export interface Chart {
  /** Kebab-case; the same in every report: file names and anchors are made of it. */
  name: string;
  title: string;
  /** Takes the whole row of a page with two columns. */
  wide?: true;
  /** What there is to see, with its numbers: caption, and text for those who do not see the picture. */
  caption: string;
  /** Absent when there is nothing to draw; the caption then says why. */
  picture?: Picture;
}

/** A Vega-Lite spec without colours or outer width: the theme and the page give these. */
export interface Picture {
  spec: TopLevelSpec;
  /** Pixels left and right of the plot that labels need. */
  gutter: number;
}

/** The spec of a picture that is `width` pixels wide as a whole; every panel takes the width without the gutter. */
export function atWidth(picture: Picture, width: number): TopLevelSpec {
  const inner = Math.max(80, width - picture.gutter);
  const { spec } = picture;
  if (!('vconcat' in spec)) return { ...spec, width: inner } as TopLevelSpec;
  return { ...spec, vconcat: spec.vconcat.map((panel) => ({ ...panel, width: inner })) } as TopLevelSpec;
}

export type Comparator = '<' | '<=' | '=' | '>=' | '>';

/** What a run may have: a figure that is on one side of a value, in the unit of the figure. */
export interface Condition {
  readonly op: Comparator;
  readonly value: number;
}

/** Whether a value somewhere from `least` to `most` is certain to meet the condition; both are the value itself when it was observed. */
export function mustHold({ op, value }: Condition, least: number, most: number): boolean {
  return must[op](least, most, value);
}

/** Whether it may. */
export function canHold({ op, value }: Condition, least: number, most: number): boolean {
  return can[op](least, most, value);
}

type Comparison = (least: number, most: number, limit: number) => boolean;

const must: Record<Comparator, Comparison> = {
  '<': (_least, most, limit) => most < limit,
  '<=': (_least, most, limit) => most <= limit,
  '=': (least, most, limit) => least === limit && most === limit,
  '>=': (least, _most, limit) => least >= limit,
  '>': (least, _most, limit) => least > limit,
};

const can: Record<Comparator, Comparison> = {
  '<': (least, _most, limit) => least < limit,
  '<=': (least, _most, limit) => least <= limit,
  '=': (least, most, limit) => least <= limit && limit <= most,
  '>=': (_least, most, limit) => most >= limit,
  '>': (_least, most, limit) => most > limit,
};

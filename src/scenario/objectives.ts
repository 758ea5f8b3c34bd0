import { z } from 'zod';
import { type Figure, figures } from '../data/figures.js';
import { parseDuration } from './duration.js';
import { alternatives, nearest, quote } from './mistake.js';
import { expecting } from './note.js';
import { parseShare } from './share.js';

export const statistics = ['mean', 'p50', 'p95', 'p99', 'max'] as const;
const promises = ['<=', '>='] as const;
const comparisons = ['>', '>=', '<', '<=', '='] as const;

type OneOf<L extends readonly unknown[]> = L[number];

/** A promise that the scenario makes about a figure. */
export type ObjectiveSpec = {
  /** As the scenario says it. */
  text: string;
  figure: string;
  /** A population or a store; absent for the whole run. */
  of?: string;
  op: OneOf<typeof promises>;
  /** Seconds, a count, or a fraction; with `over`, the share of runs. */
  value: number;
} & (
  | { stat: OneOf<typeof statistics> }
  | { share: number; over: { op: OneOf<typeof comparisons>; value: number } }
);

/** What a run may have: a figure on one side of a value. */
export interface EventSpec {
  /** As it was said. */
  text: string;
  figure: string;
  /** A population or a store; absent for the whole run. */
  of?: string;
  over: { op: OneOf<typeof comparisons>; value: number };
}

export interface Wrong {
  wrong: string;
  expected: string;
  didYouMean?: string;
}

const form =
  'FIGURE [of NAME] mean|p50|p95|p99|max <=|>= QUANTITY, or share of runs with FIGURE [of NAME] OP QUANTITY <=|>= SHARE';

const eventForm = 'FIGURE [of NAME] OP QUANTITY such as writesLost > 0';

/** Reads `writesLost > 0` or `rto of europe >= 4h`: what stands after `share of runs with` in an objective. */
export function parseEvent(text: string): EventSpec | Wrong {
  const words = text.trim().split(/\s+/);
  if (words[0] === '') return { wrong: 'is empty', expected: eventForm };
  const subject = parseSubject(words, text);
  if ('wrong' in subject) return subject;
  const condition = parseCondition(subject);
  if ('wrong' in condition) return condition;
  const { figure, of, rest } = subject;
  if (rest.length > 2) return { wrong: `${quote(rest.slice(2).join(' '))} is too much`, expected: eventForm };
  return { text: words.join(' '), figure: figure.name, ...(of !== undefined && { of }), over: condition };
}

/** The event of which an objective bounds the share of runs; undefined where it bounds something else. */
export function eventIn(objective: ObjectiveSpec): EventSpec | undefined {
  if (!('over' in objective)) return undefined;
  const { figure, of, over } = objective;
  const text = objective.text.trim().split(/\s+/).slice(4, -2).join(' ');
  return { text, figure, ...(of !== undefined && { of }), over };
}

/** Reads `rto of europe p95 <= 15m` or `share of runs with writesLost > 0 <= 60%`. */
export function parseObjective(text: string): ObjectiveSpec | Wrong {
  const words = text.trim().split(/\s+/);
  if (words[0] === '') return { wrong: 'is empty', expected: form };
  const ofRuns = words.slice(0, 4).join(' ') === 'share of runs with';
  const subject = parseSubject(ofRuns ? words.slice(4) : words, text);
  if ('wrong' in subject) return subject;
  return ofRuns ? parseShareOfRuns(text, subject) : parseStatistic(text, subject);
}

interface Subject {
  figure: Figure;
  of?: string;
  rest: string[];
}

function parseSubject(words: string[], text: string): Subject | Wrong {
  const [name = '', ...rest] = words;
  const figure = figures.get(name);
  if (figure === undefined) return unknownFigure(name, text);
  if (rest[0] !== 'of') return { figure, rest };
  const of = rest[1];
  return of === undefined
    ? { wrong: 'nothing follows "of"', expected: form }
    : { figure, of, rest: rest.slice(2) };
}

function unknownFigure(name: string, text: string): Wrong {
  const expected = alternatives([...figures.keys()]);
  const [first = '', ...parts] = name.split('.');
  if (parts.length > 0 && figures.has(first)) {
    const stat = statistics.find((word) => word === parts.at(-1));
    const of = stat === undefined ? parts : parts.slice(0, -1);
    const plain = [first, ...(of.length > 0 ? ['of', ...of] : []), ...(stat ? [stat] : [])].join(' ');
    return { wrong: `${quote(name)} is not a figure`, expected: form, didYouMean: text.replace(name, plain) };
  }
  const meant = nearest(name, figures.keys());
  return {
    wrong: `unknown figure ${quote(name)}`,
    expected,
    ...(meant !== undefined && { didYouMean: meant }),
  };
}

function parseStatistic(text: string, { figure, of, rest }: Subject): ObjectiveSpec | Wrong {
  const [word = '', op = '', quantity = '', ...more] = rest;
  const stat = statistics.find((one) => one === word);
  if (stat === undefined)
    return {
      wrong: word === '' || /^[<>=]/.test(word) ? 'says no statistic' : `unknown statistic ${quote(word)}`,
      expected: `${alternatives(statistics)} after ${figure.name}`,
    };
  const promise = promises.find((one) => one === op);
  if (promise === undefined)
    return { wrong: `${op === '' ? 'nothing' : quote(op)} follows ${stat}`, expected: '<= or >=' };
  if (more.length > 0) return { wrong: `${quote(more.join(' '))} is too much`, expected: form };
  const value = parseValue(quantity, figure);
  if ('wrong' in value) return value;
  return {
    text,
    figure: figure.name,
    ...(of !== undefined && { of }),
    stat,
    op: promise,
    value: value.value,
  };
}

function parseCondition({ figure, of, rest }: Subject): EventSpec['over'] | Wrong {
  const [op = '', quantity = ''] = rest;
  const comparison = comparisons.find((one) => one === op);
  if (comparison === undefined)
    return {
      wrong: `${op === '' ? 'nothing' : quote(op)} follows ${of ?? figure.name}`,
      expected: alternatives(comparisons),
    };
  const value = parseValue(quantity, figure);
  return 'wrong' in value ? value : { op: comparison, value: value.value };
}

function parseShareOfRuns(text: string, subject: Subject): ObjectiveSpec | Wrong {
  const { figure, of, rest } = subject;
  const [, quantity = '', promised = '', limit = '', ...more] = rest;
  const over = parseCondition(subject);
  if ('wrong' in over) return over;
  const promise = promises.find((one) => one === promised);
  if (promise === undefined)
    return {
      wrong: `${promised === '' ? 'nothing' : quote(promised)} follows ${quantity}`,
      expected: '<= or >=',
    };
  if (more.length > 0) return { wrong: `${quote(more.join(' '))} is too much`, expected: form };
  const share = parseShare(limit);
  if ('wrong' in share) return { expected: 'a share of the runs such as 60%', ...share };
  return {
    text,
    figure: figure.name,
    ...(of !== undefined && { of }),
    op: promise,
    value: share.value,
    share: share.value,
    over,
  };
}

/** In seconds, as a count, or as a fraction, by the unit of the figure. */
function parseValue(text: string, figure: Figure): { value: number } | Wrong {
  if (text === '') return { wrong: 'stops before the quantity', expected: form };
  switch (figure.unit) {
    case 's': {
      const reading = parseDuration(text);
      return 'value' in reading
        ? { value: reading.value / 1e6 }
        : { expected: `a duration such as 15m, as ${figure.name} is a time`, ...reading };
    }
    case 'share': {
      const reading = parseShare(text);
      return 'value' in reading
        ? reading
        : { expected: `a share such as 99.95%, as ${figure.name} is a share`, ...reading };
    }
    default:
      return /^\d{1,15}(\.\d{1,6})?$/.test(text)
        ? { value: Number(text) }
        : {
            wrong: `${quote(text)} is not a number`,
            expected: `a plain number, as ${figure.name} counts ${figure.unit}`,
          };
  }
}

const objective = expecting(
  z.string().transform((text, context): ObjectiveSpec => {
    const parsed = parseObjective(text);
    if (!('wrong' in parsed)) return parsed;
    const { wrong, expected, didYouMean } = parsed;
    context.issues.push({ code: 'custom', message: wrong, input: text, params: { expected, didYouMean } });
    return z.NEVER;
  }),
  'an objective such as rto p95 <= 15m',
);

/** Promises, each met, missed or unknown in the result. */
export const objectives = expecting(z.array(objective), 'a list of objectives such as - rto p95 <= 15m');

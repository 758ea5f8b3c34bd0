import { type ColumnName, qualify } from '../measure/columns.js';
import type { RareEventQuestion } from '../measure/rare-event.js';
import { alternatives, nearest } from '../scenario/mistake.js';
import { eventIn, parseEvent } from '../scenario/objectives.js';
import type { Spec } from '../scenario/schema.js';

/** An event that cannot be meant: it names no figure of the scenario, or no condition; or no event at all is asked for. */
export class EventError extends Error {
  override readonly name = 'EventError';
}

/** The events that are asked for; without any, those of which objectives bound the share of runs. Throws EventError. */
export function readEvents(
  texts: readonly string[],
  { objectives }: Pick<Spec, 'objectives'>,
  columns: readonly ColumnName[],
): RareEventQuestion[] {
  const asked = texts.map((text) => readEvent(text, columns));
  const twice = asked.find(({ text }, index) => asked.findIndex((one) => one.text === text) < index);
  if (twice) throw new EventError(`event "${twice.text}" is asked for twice`);
  if (asked.length > 0) return asked;
  const promised = promisedEvents(objectives);
  if (promised.length > 0) return promised;
  throw new EventError(
    "which event? State one such as 'writesLost > 0', or an objective such as share of runs with writesLost > 0 <= 0.001%",
  );
}

/** Each event once, with all that is promised of it. */
function promisedEvents(objectives: Spec['objectives']): RareEventQuestion[] {
  const events = new Map<string, RareEventQuestion>();
  for (const objective of objectives) {
    const event = eventIn(objective);
    if (!event) continue;
    const { text, op, value } = objective;
    const before = events.get(event.text)?.promises ?? [];
    events.set(event.text, { ...event, promises: [...before, { objective: text, op, value }] });
  }
  return [...events.values()];
}

function readEvent(text: string, columns: readonly ColumnName[]): RareEventQuestion {
  const event = parseEvent(text);
  if ('wrong' in event) {
    const { wrong, expected, didYouMean } = event;
    throw refuse(text, `${wrong}; expected ${expected}${guess(didYouMean)}`);
  }
  if (event.figure === 'weight')
    throw refuse(
      text,
      'weight is a figure of the runs, and of nothing that happens in them; expected another figure',
    );
  const name = qualify(event.figure, event.of);
  const own = columns.filter(({ group }) => group !== 'phase');
  if (own.some((column) => column.name === name)) return event;
  const same = own.filter(({ figure }) => figure === event.figure).map((column) => column.name);
  if (same.length === 0)
    throw refuse(text, `${event.figure} is always 0 in this scenario; expected another figure`);
  throw refuse(text, `there is no ${name}; expected ${alternatives(same)}${guess(nearest(name, same))}`);
}

function guess(meant: string | undefined): string {
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

function refuse(text: string, why: string): EventError {
  return new EventError(`event "${text}": ${why}`);
}

import type { Part } from './cast.js';
import type { Choices } from './choices.js';

/** Who does the steps of runbooks: few people, who have to be paged, at any hour, with more or less practice. */
export function draftRoles(pick: Choices): Part<'roles'> {
  return Object.fromEntries(
    ['dba', 'network'].map((name) => [
      name,
      {
        people: pick.whole(1, 3),
        ...(pick.oneIn(3) ? { page: pick.quantity(0, 300_000) } : {}),
        ...(pick.oneIn(3) ? { acknowledge: pick.quantity(0, 900_000) } : {}),
        ...(pick.oneIn(4) ? { shift: draftShift(pick) } : {}),
        ...(pick.oneIn(4) ? { neverDone: draftPractice(pick) } : {}),
      },
    ]),
  );
}

function draftShift(pick: Choices): NonNullable<Part<'roles'>[string]['shift']> {
  const [from, to] = [draftHour(pick), draftHour(pick)];
  return { from, to: from === to ? '00:00' : to, factor: factor(pick) };
}

function draftHour(pick: Choices): string {
  return `${pick.whole(10, 23)}:${pick.whole(10, 59)}`;
}

function factor(pick: Choices): number {
  return pick.whole(10, 40) / 10;
}

function draftPractice(pick: Choices): NonNullable<Part<'roles'>[string]['neverDone']> {
  const days = pick.whole(1, 400);
  return {
    factor: factor(pick),
    ...(pick.oneIn(2) ? { drilled: pick.one([`${days}d`, { mean: `${days}d` }]), forgets: '180d' } : {}),
  };
}

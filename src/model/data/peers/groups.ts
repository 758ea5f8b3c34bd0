/** Members that reach each other, directly or through others: each group in order, the groups by their first member. */
export function groupsOf(members: readonly number[], linked: (a: number, b: number) => boolean): number[][] {
  const groups: number[][] = [];
  const left = new Set(members);
  for (const first of members) {
    if (!left.delete(first)) continue;
    const group = [first];
    for (const one of group) {
      for (const other of [...left]) {
        if (!linked(one, other)) continue;
        left.delete(other);
        group.push(other);
      }
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

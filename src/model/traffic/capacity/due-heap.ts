/** Numbered things, each due at a value: a binary heap on typed arrays, least value first. */
export class DueHeap {
  size = 0;
  private due = new Float64Array(16);
  private ids = new Int32Array(16);

  /** The least value; Infinity when empty. */
  get first(): number {
    return this.size > 0 ? this.due[0]! : Number.POSITIVE_INFINITY;
  }

  push(due: number, id: number): void {
    if (this.size === this.due.length) this.grow();
    const { due: dues, ids } = this;
    let at = this.size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (dues[above]! <= due) break;
      dues[at] = dues[above]!;
      ids[at] = ids[above]!;
      at = above;
    }
    dues[at] = due;
    ids[at] = id;
  }

  /** Takes the first thing out. */
  pop(): number {
    const { due: dues, ids } = this;
    const first = ids[0]!;
    const size = --this.size;
    const due = dues[size]!;
    const id = ids[size]!;
    let at = 0;
    for (let below = 1; below < size; below = 2 * at + 1) {
      if (below + 1 < size && dues[below + 1]! < dues[below]!) below++;
      if (due <= dues[below]!) break;
      dues[at] = dues[below]!;
      ids[at] = ids[below]!;
      at = below;
    }
    dues[at] = due;
    ids[at] = id;
    return first;
  }

  private grow(): void {
    const { due, ids } = this;
    this.due = new Float64Array(due.length * 2);
    this.due.set(due);
    this.ids = new Int32Array(ids.length * 2);
    this.ids.set(ids);
  }
}

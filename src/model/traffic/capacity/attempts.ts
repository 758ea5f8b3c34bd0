/** What an attempt is at. */
export const atStation = 1;
/** At a station, but its client has given up. */
export const abandoned = 2;
/** Sent to where nobody answers. */
export const unanswered = 3;
/** Not made yet: its request waits for its next attempt. */
export const backingOff = 4;

export const none = -1;

/** The attempts of all requests in progress, as columns: a request is the attempt that it makes now. */
export class Attempts {
  klass = new Int32Array(64);
  state = new Uint8Array(64);
  route = new Int32Array(64);
  /** Which station of the route it is at. */
  step = new Int32Array(64);
  /** Attempts of the same request that failed before. */
  failures = new Int32Array(64);
  /** Bucket of the request's first arrival; none if nobody counts it. */
  bucket = new Int32Array(64);
  /** Place of the client in the order of moving, [0, 1): the same for all attempts of a request. */
  place = new Float64Array(64);
  /** When this attempt began. */
  began = new Float64Array(64);
  /** What is special about it. */
  marks = new Uint8Array(64);
  /** The next one of the same queue. */
  next = new Int32Array(64);
  /** Neighbours among the attempts of a class that may time out, oldest first. */
  older = new Int32Array(64);
  younger = new Int32Array(64);
  private unused = none;
  private used = 0;

  allocate(): number {
    const { unused } = this;
    if (unused !== none) {
      this.unused = this.next[unused]!;
      return unused;
    }
    if (this.used === this.klass.length) this.grow();
    return this.used++;
  }

  free(id: number): void {
    this.next[id] = this.unused;
    this.unused = id;
  }

  /** The request of an attempt that it has given up, for its next one. */
  copyRequest(id: number): number {
    const copy = this.allocate();
    this.klass[copy] = this.klass[id]!;
    this.route[copy] = this.route[id]!;
    this.failures[copy] = this.failures[id]!;
    this.bucket[copy] = this.bucket[id]!;
    this.place[copy] = this.place[id]!;
    this.marks[copy] = 0;
    return copy;
  }

  private grow(): void {
    this.klass = doubled(this.klass);
    this.state = doubled(this.state);
    this.route = doubled(this.route);
    this.step = doubled(this.step);
    this.failures = doubled(this.failures);
    this.bucket = doubled(this.bucket);
    this.place = doubled(this.place);
    this.began = doubled(this.began);
    this.marks = doubled(this.marks);
    this.next = doubled(this.next);
    this.older = doubled(this.older);
    this.younger = doubled(this.younger);
  }
}

function doubled<Column extends Int32Array | Float64Array | Uint8Array>(column: Column): Column {
  const grown = new (column.constructor as new (length: number) => Column)(column.length * 2);
  grown.set(column);
  return grown;
}

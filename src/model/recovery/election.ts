import type { Micros } from '../../kernel/index.js';

/** Those that may vote, numbered from 0, and the ways between them. */
export interface Electorate {
  readonly voters: number;
  /** Votes that make a leader. */
  readonly quorum: number;
  /** When each of them last heard of a leader, microseconds from any origin. */
  readonly heardAt: (voter: number) => number;
  /** Drawn anew each time that a voter begins to wait. */
  readonly timeout: (voter: number) => Micros;
  /** One way; undefined where what is sent does not arrive. */
  readonly latency: (from: number, to: number) => Micros | undefined;
  /** Whether the log of the candidate is at least as new as the voter's. */
  readonly grants: (voter: number, candidate: number) => boolean;
}

export interface Elected {
  readonly leader: number;
  /** When it began to ask for votes, and when it had enough of them. */
  readonly stoodAt: number;
  readonly at: number;
}

interface Voter {
  term: number;
  votedFor: number | undefined;
  votes: number;
  stoodAt: number;
  /** When its patience ends. */
  waitsUntil: number;
}

interface Message {
  readonly at: number;
  readonly kind: 'request' | 'vote';
  readonly from: number;
  readonly to: number;
  readonly term: number;
}

/** After so many candidacies without a winner there is none: the ways allow no majority, or no log is new enough. */
const mostCandidacies = 1000;

/**
 * An election of Raft (Ongaro and Ousterhout, "In search of an understandable consensus algorithm", 2014, sections 5.2 and
 * 5.4.1): who has not heard of a leader for his timeout asks the others for votes in a new term; each votes once a term, for the
 * first that asks and is not behind; a majority makes a leader, and a split vote another round.
 */
export function elect(electorate: Electorate): Elected | undefined {
  return new Ballot(electorate).run();
}

class Ballot {
  private readonly voters: Voter[];
  private messages: Message[] = [];
  private candidacies = 0;

  constructor(private readonly electorate: Electorate) {
    this.voters = Array.from({ length: electorate.voters }, (_, voter) => ({
      term: 0,
      votedFor: undefined,
      votes: 0,
      stoodAt: 0,
      waitsUntil: electorate.heardAt(voter) + electorate.timeout(voter),
    }));
  }

  run(): Elected | undefined {
    if (this.electorate.voters < this.electorate.quorum) return undefined;
    while (this.candidacies < mostCandidacies) {
      const elected = this.step();
      if (elected) return elected;
    }
    return undefined;
  }

  /** The next timer or message; a message before a timer of the same instant. */
  private step(): Elected | undefined {
    const timer = earliest(this.voters, ({ waitsUntil }) => waitsUntil);
    const next = earliest(this.messages, ({ at }) => at);
    const message = next < 0 ? undefined : this.messages[next]!;
    if (!message || message.at > this.voters[timer]!.waitsUntil) return this.stand(timer);
    this.messages.splice(next, 1);
    return message.kind === 'vote' ? this.count(message) : this.vote(message);
  }

  private stand(candidate: number): Elected | undefined {
    const own = this.voters[candidate]!;
    this.candidacies += 1;
    own.stoodAt = own.waitsUntil;
    own.term += 1;
    own.votedFor = candidate;
    own.votes = 1;
    own.waitsUntil += this.electorate.timeout(candidate);
    this.voters.forEach((_, to) => {
      if (to !== candidate) this.send('request', candidate, to, own.term, own.stoodAt);
    });
    return this.leader(candidate, own.stoodAt);
  }

  private vote({ at, from, to, term }: Message): undefined {
    const voter = this.voters[to]!;
    if (term < voter.term) return;
    if (term > voter.term) {
      voter.term = term;
      voter.votedFor = undefined;
      voter.votes = 0;
    }
    if (voter.votedFor !== undefined || !this.electorate.grants(to, from)) return;
    voter.votedFor = from;
    voter.waitsUntil = at + this.electorate.timeout(to);
    this.send('vote', to, from, term, at);
  }

  private count({ at, to, term }: Message): Elected | undefined {
    const candidate = this.voters[to]!;
    if (candidate.term !== term || candidate.votedFor !== to) return undefined;
    candidate.votes += 1;
    return this.leader(to, at);
  }

  private leader(candidate: number, at: number): Elected | undefined {
    const { votes, stoodAt } = this.voters[candidate]!;
    return votes >= this.electorate.quorum ? { leader: candidate, stoodAt, at } : undefined;
  }

  private send(kind: Message['kind'], from: number, to: number, term: number, at: number): void {
    const latency = this.electorate.latency(from, to);
    if (latency !== undefined) this.messages.push({ at: at + latency, kind, from, to, term });
  }
}

/** Index of the item with the least value, the first of several; -1 of none. */
function earliest<T>(items: readonly T[], rank: (item: T) => number): number {
  let best = -1;
  items.forEach((item, index) => {
    if (best < 0 || rank(item) < rank(items[best]!)) best = index;
  });
  return best;
}

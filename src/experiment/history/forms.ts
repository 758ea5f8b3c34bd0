import type { MicroOperation, Operation } from '../../measure/history/operation.js';

/** What the writes of a history are: the workload that a checker knows. */
export const historyForms = ['set', 'list-append', 'rw-register'] as const;
export type HistoryForm = (typeof historyForms)[number];

/** A write to a key; values are unique in a history, and rise with the commit time. */
export interface KeyedWrite {
  readonly key: number;
  readonly value: number;
}

/** How writes and reads are said in a form. */
export interface Form {
  readonly write: { readonly f: string; say(write: KeyedWrite): Operation['value'] };
  readonly read: {
    readonly f: string;
    /** Whether one read returns all keys. */
    readonly whole: boolean;
    ask(key: number): Operation['value'];
    /** What a reader finds who sees these writes, which are of the key where a read is of one, in order of commit. */
    find(key: number, seen: readonly KeyedWrite[]): Operation['value'];
  };
}

/** Names and values are those of Jepsen's set checkers and Elle's (see the README of elle-cli, github.com/ligurio/elle-cli). */
export const forms: Readonly<Record<HistoryForm, Form>> = {
  set: {
    write: { f: 'add', say: ({ value }) => value },
    read: { f: 'read', whole: true, ask: () => null, find: (_, seen) => seen.map(({ value }) => value) },
  },
  'list-append': {
    write: { f: 'txn', say: ({ key, value }) => [['append', key, value]] },
    read: {
      f: 'txn',
      whole: false,
      ask: (key) => [['r', key, null]],
      find: (key, seen) => [['r', key, seen.map(({ value }) => value)]],
    },
  },
  'rw-register': {
    write: { f: 'txn', say: ({ key, value }) => [['w', key, value]] },
    read: {
      f: 'txn',
      whole: false,
      ask: (key) => [['r', key, null]],
      find: (key, seen): MicroOperation[] => [['r', key, seen.at(-1)?.value ?? null]],
    },
  },
};

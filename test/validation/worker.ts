import type { Task } from './sampler.js';
import { makeRuns } from './sampler.js';

/** What a thread of the pool runs. */
export default function work(task: Task) {
  return makeRuns(task);
}

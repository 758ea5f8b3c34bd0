/**
 * Share of the requests that find all servers busy where none may wait (Erlang's loss formula, 1917, by its recursion). It holds
 * for any law of the service time.
 *
 * @param servers whole, from 0 on
 * @param load requests that come in a mean service time, in erlangs
 */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (load * blocked) / (c + load * blocked);
  return blocked;
}

/** Share of the requests that wait where all may, for exponential service times (Erlang's delay formula, 1917). */
export function erlangC(servers: number, load: number): number {
  if (load >= servers) return 1;
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** Mean wait in an M/M/c queue, in the unit of the mean service time. */
export function meanDelay(servers: number, load: number, service: number): number {
  return load >= servers ? Number.POSITIVE_INFINITY : (erlangC(servers, load) * service) / (servers - load);
}

import alea from 'seedrandom/lib/alea.js';
import { openScenario } from '../../src/experiment/open.js';
import { build } from '../../src/experiment/simulate.js';
import { type Bench, nanosecondsEach } from './measure.js';

const runs = 60;
/** Past the runs that are also kept along the time axis. */
const first = 1000;

const batch = build(await openScenario('scenarios/54-ten-years.yaml', {}), '1');
let run = first;

/** As many draws of a generator as take 5 ms at the 5.1 ns that one takes on the machine that the promise was made for. */
function yardstick(): number {
  const draw = alea('yardstick');
  const draws = Math.round(5e6 / 5.1);
  let sum = 0;
  const cost = nanosecondsEach(1, () => {
    for (let i = 0; i < draws; i += 1) sum += draw();
  });
  return sum < 0 ? Number.NaN : cost;
}

/** Ten years of drawn faults cost what happens in them: under 5 ms a run. */
export const years: Bench = {
  title: 'Ten years of the two-region shop',
  unit: 'ns a run',
  rows: [
    {
      name: 'ten years with drawn faults, against 5 ms',
      contenders: {
        ours: () =>
          nanosecondsEach(runs, () => {
            for (const end = run + runs; run < end; run += 1) batch.simulate(run);
          }),
        yardstick,
      },
      atLeast: 1,
    },
  ],
};

import { openScenario } from '../../src/experiment/open.js';
import { build } from '../../src/experiment/simulate.js';
import { type Bench, nanosecondsEach } from './measure.js';
import { yardstick } from './yardstick.js';

const runs = 60;
/** Past the runs that are also kept along the time axis. */
const first = 1000;

const batch = build(await openScenario('scenarios/54-ten-years.yaml', {}), '1');
let run = first;

/** Ten years of drawn faults cost what happens in them: under 5 ms a run. */
export const years: Bench = {
  title: 'Ten years of the two-region shop',
  unit: 'ms a run',
  rows: [
    {
      name: 'ten years with drawn faults, against 5 ms',
      contenders: {
        ours: () =>
          nanosecondsEach(runs, () => {
            for (const end = run + runs; run < end; run += 1) batch.simulate(run);
          }) / 1e6,
        yardstick: yardstick(5),
      },
      atLeast: 1,
    },
  ],
};

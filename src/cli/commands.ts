import { checkCommand } from './check.js';
import type { Command } from './command.js';
import { compareCommand } from './compare.js';
import { demoCommand } from './demo.js';
import { explainCommand } from './explain.js';
import { presetsCommand } from './presets.js';
import { rareCommand } from './rare.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';
import { schemaCommand } from './schema.js';

/** All commands, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  checkCommand,
  runCommand,
  compareCommand,
  rareCommand,
  explainCommand,
  reportCommand,
  presetsCommand,
  schemaCommand,
  demoCommand,
];

#!/usr/bin/env node
import { interpret } from './command-line.js';
import { exitCodes } from './exit-code.js';
import { complain, endQuietlyWithoutReader } from './output.js';

/** What nobody caught is a fault of our own too; a bare stack helps nobody. */
function endWithFault(error: unknown): never {
  complain(`regionfall: a fault of its own: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env['REGIONFALL_DEBUG'] && error instanceof Error) complain(String(error.stack));
  process.exit(exitCodes.fault);
}

process.on('uncaughtException', endWithFault);
process.on('unhandledRejection', endWithFault);
endQuietlyWithoutReader();
await interpret(process.argv.slice(2));

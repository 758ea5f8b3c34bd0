#!/usr/bin/env node
import { interpret } from './command-line.js';
import { endQuietlyWithoutReader } from './output.js';

endQuietlyWithoutReader();
await interpret(process.argv.slice(2));

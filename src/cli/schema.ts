import type { Command } from './command.js';
import { print } from './output.js';

/** The JSON Schema of the scenario file, for completion and checks in editors. */
export const schemaCommand: Command = {
  words: 'schema',
  describe: 'Print the JSON Schema of scenario files, for editors',
  files: {},
  options: {},
  examples: [['schema > scenario.schema.json', 'a file for an editor to use']],
  execute: async () => {
    const { jsonSchema } = await import('../index.js');
    await print(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  },
};

import { z } from 'zod';
import { scenarioSchema } from './schema.js';

type Json = Record<string, unknown>;

/**
 * The JSON Schema (draft 7) of the scenario file, for completion and checks in editors: the yaml-language-server takes it from a
 * first line `# yaml-language-server: $schema=scenario.schema.json`. Rules across keys are beyond it.
 *
 * A scenario that extends another states only what differs and may delete a key with null, so that keys are required, and null is
 * refused, only where `extends` is absent.
 */
export function jsonSchema(): Json {
  const { $schema, definitions, ...whole } = z.toJSONSchema(scenarioSchema, {
    io: 'input',
    target: 'draft-7',
  });
  return {
    $schema,
    title: 'Regionfall scenario',
    ...relax(whole),
    if: { not: { required: ['extends'] } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { ...whole, properties: whole.properties },
    definitions,
  };
}

/** The same with no key required and null allowed for each. */
function relax(schema: Json): Json {
  const { required: _, properties, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    ...(isJson(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, orNull(value as Json)]),
      ),
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties: isJson(additionalProperties)
        ? orNull(additionalProperties)
        : additionalProperties,
    }),
  };
}

function orNull(schema: Json): Json {
  const { description, ...rest } = relax(schema);
  return { ...(description !== undefined && { description }), anyOf: [rest, { type: 'null' }] };
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

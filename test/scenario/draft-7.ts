/** As much of JSON Schema draft 7 as the schema of the scenario file uses. */
type Json = Record<string, unknown>;

const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOfType: Record<string, (value: unknown) => boolean> = {
  object: isMap,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  null: (value) => value === null,
};

/** What a keyword demands; those that are not here say nothing, are judged with another one, or fail the test. */
const keywords: Record<string, (demand: never, value: unknown, schema: Json, root: Json) => boolean> = {
  $ref: (ref: string, value, _, root) =>
    accepts((root['definitions'] as Record<string, Json>)[ref.replace('#/definitions/', '')]!, value, root),
  type: (type: string, value) => isOfType[type]!(value),
  enum: (words: unknown[], value) => words.includes(value),
  const: (word: unknown, value) => value === word,
  pattern: (pattern: string, value) => typeof value !== 'string' || new RegExp(pattern).test(value),
  minLength: (least: number, value) => typeof value !== 'string' || value.length >= least,
  maxLength: (most: number, value) => typeof value !== 'string' || value.length <= most,
  minimum: (least: number, value) => typeof value !== 'number' || value >= least,
  maximum: (most: number, value) => typeof value !== 'number' || value <= most,
  minItems: (least: number, value) => !Array.isArray(value) || value.length >= least,
  maxItems: (most: number, value) => !Array.isArray(value) || value.length <= most,
  minProperties: (least: number, value) => !isMap(value) || Object.keys(value).length >= least,
  maxProperties: (most: number, value) => !isMap(value) || Object.keys(value).length <= most,
  required: (keys: string[], value) => !isMap(value) || keys.every((key) => key in value),
  properties: (shape: Record<string, Json>, value, _, root) =>
    !isMap(value) ||
    Object.entries(shape).every(([key, inner]) => !(key in value) || accepts(inner, value[key], root)),
  additionalProperties: (inner: Json | boolean, value, schema, root) =>
    !isMap(value) ||
    Object.keys(value)
      .filter((key) => !(key in ((schema['properties'] ?? {}) as Json)))
      .every((key) => (typeof inner === 'boolean' ? inner : accepts(inner, value[key], root))),
  propertyNames: (inner: Json, value, _, root) =>
    !isMap(value) || Object.keys(value).every((key) => accepts(inner, key, root)),
  items: (items: Json | Json[], value, _, root) =>
    !Array.isArray(value) ||
    value.every((item, index) => accepts((Array.isArray(items) ? items[index] : items) ?? {}, item, root)),
  anyOf: (options: Json[], value, _, root) => options.some((option) => accepts(option, value, root)),
  allOf: (parts: Json[], value, _, root) => parts.every((part) => accepts(part, value, root)),
  oneOf: (options: Json[], value, _, root) =>
    options.filter((option) => accepts(option, value, root)).length === 1,
  not: (inner: Json, value, _, root) => !accepts(inner, value, root),
  if: (condition: Json, value, schema, root) =>
    !accepts(condition, value, root) || accepts((schema['then'] ?? {}) as Json, value, root),
};

const silent = new Set([
  '$schema',
  'title',
  'description',
  'default',
  'examples',
  'definitions',
  'then',
  'additionalItems',
  'format',
]);

export function accepts(schema: Json, value: unknown, root: Json = schema): boolean {
  return Object.entries(schema).every(([keyword, demand]) => {
    if (silent.has(keyword)) return true;
    const judge = keywords[keyword];
    if (judge === undefined) throw new Error(`the keyword ${keyword} is not known here`);
    return judge(demand as never, value, schema, root);
  });
}

import { parseScenario, type Scenario, type Spec } from '../../src/index.js';

/** @throws Error with all mistakes if the scenario cannot be said */
export function specOf(scenario: Scenario): Spec {
  const parsed = parseScenario(scenario);
  if (parsed.ok) return parsed.spec;
  const mistakes = parsed.mistakes.map(({ path, message, expected }) => `${path} ${message} (${expected})`);
  throw new Error(`the scenario cannot be said: ${mistakes.join('; ')}`);
}

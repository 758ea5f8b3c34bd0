/** What one incident of a long run is like. */
import { perIncidentInWords, type Result } from '../../index.js';
import { wrap } from './layout.js';
import { heading } from './style.js';

export function perIncidentText(result: Result, width: number): string | undefined {
  const sentences = perIncidentInWords(result);
  if (sentences.length === 0) return undefined;
  return [heading('Incident by incident'), ...sentences.map((one) => wrap(one, width, 2))].join('\n');
}

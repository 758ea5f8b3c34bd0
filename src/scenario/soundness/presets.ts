import type { Copies, StorePreset } from '../../data/presets/preset.js';
import { own } from '../declaration.js';
import { type Path, quote } from '../mistake.js';
import { storePresetOf } from '../store-presets.js';
import type { Declared } from './declared.js';
import { type Findings, mapOf, textOf, textsOf } from './given.js';

/** A store is what its preset is for: it takes writes in that way, and has the copies that the service has, where it has them. */
export function checkPresets({ scenario }: Declared, findings: Findings): void {
  for (const [name, store] of Object.entries(mapOf(own(scenario, 'data')))) {
    const preset = storePresetOf(store);
    if (preset) checkCopies(['data', name], store, preset, findings);
  }
}

const inWords: Record<Copies['under'], string> = {
  primary: 'a primary',
  writers: 'writers everywhere',
  replicas: 'replicas without a leader',
};

/** Ways in which a store takes writes. */
const topologies = ['primary', 'homes', 'writers', 'replicas'];

function checkCopies(path: Path, store: unknown, preset: StorePreset, findings: Findings): void {
  const { name, copies } = preset;
  const here = [...path, 'preset'];
  if (own(store, copies.under) === undefined) {
    const topology = topologies.find((key) => own(store, key) !== undefined);
    // A store that takes writes in no way has its own message.
    if (topology !== undefined)
      findings.add(
        here,
        `${name} is a service with ${inWords[copies.under]}, and the store has ${topology}`,
        `a store with ${copies.under}, or another preset`,
      );
    return;
  }
  const sites = sitesOf(store, copies.under);
  const { least, most, source } = copies;
  if (sites.length < least || sites.length > most)
    findings.add(
      here,
      `${name} has ${least === most ? least : sites.length < least ? `at least ${least}` : `at most ${most}`} ${most === 1 ? 'copy' : 'copies'}, and the store has ${sites.length} (${source})`,
      copies.under === 'primary'
        ? `a primary ${most === 1 ? 'alone' : `and ${rangeOf(least - 1, most - 1)}`}`
        : `${least === most ? least : `${least} or more`} ${copies.under}`,
    );
  else checkPlaces(here, sites, preset, findings);
  if (copies.log && own(store, 'log') === undefined)
    findings.add([...path, 'log'], `is missing, and ${name} waits for one (${source})`, 'a site nearby');
}

function sitesOf(store: unknown, under: Copies['under']): string[] {
  if (under !== 'primary') return textsOf(own(store, under)).map(([, site]) => site);
  const standbys = textsOf(own(store, 'standbys')).map(([, site]) => site);
  return [textOf(own(store, 'primary')) ?? '', ...standbys];
}

function rangeOf(least: number, most: number): string {
  if (least === most) return least === 1 ? 'one standby' : `${least} standbys`;
  return most >= 99 ? `${least} standbys or more` : `${least} to ${most} standbys`;
}

function checkPlaces(path: Path, sites: readonly string[], preset: StorePreset, findings: Findings): void {
  const { across, source } = preset.copies;
  const regions = sites.map((site) => site.split('/')[0]!);
  const [first] = regions;
  if (across === 'zones') {
    const away = sites.find((_, index) => regions[index] !== first);
    if (away !== undefined)
      findings.add(
        path,
        `${preset.name} stays in one region, and ${quote(away)} is not a zone of ${quote(first)} (${source})`,
        `zones of ${first}`,
      );
  } else if (across === 'regions') {
    const second = sites.find((_, index) => regions.indexOf(regions[index]!) < index);
    if (second !== undefined)
      findings.add(
        path,
        `${preset.name} has one copy a region, and ${quote(second)} is a second one there (${source})`,
        'copies in different regions',
      );
  }
}

import { own } from '../declaration.js';
import { type Path, quote } from '../mistake.js';
import { type Declared, numberOfCopies, overlap } from './declared.js';
import { type Findings, listOf, textOf, textsOf } from './given.js';
import { checkSite } from './stores.js';

/** Who says who is primary can tell: a witness stands apart from what it judges and is asked, a majority can be had. */
export function checkElectorate(name: string, store: unknown, declared: Declared, findings: Findings): void {
  const path = ['data', name];
  const steps = listOf(own(own(declared.scenario, 'failover'), name));
  const detect = steps.map((step) => own(step, 'detect')).find((one) => one !== undefined);
  const lease = own(detect, 'lease');
  const members = own(lease, 'members');
  const epochs = own(store, 'epochs') === true;
  const witness = textOf(own(store, 'witness'));
  if (epochs && numberOfCopies(store) === 2 && witness === undefined && members === undefined)
    findings.add(
      [...path, 'epochs'],
      'asks a majority of two copies, which is both: without either nobody would acknowledge anything',
      'a witness, a third copy, or members of a lease',
    );
  if (witness === undefined) return;
  checkWitness([...path, 'witness'], witness, store, declared, findings);
  if (lease === undefined && !epochs)
    findings.key([...path, 'witness'], 'is asked by nobody', 'it with a lease, or with epochs: true');
  const named = textsOf(members).map(([, member]) => member);
  if (members !== undefined && !named.includes(witness))
    findings.add(
      [...path, 'witness'],
      `${quote(witness)} is not among the members of the lease`,
      'one of them',
    );
}

function checkWitness(path: Path, witness: string, store: unknown, declared: Declared, findings: Findings) {
  checkSite(path, witness, declared, findings);
  const primary = textOf(own(store, 'primary'));
  const others = ['standbys', 'homes'].flatMap((key) => textsOf(own(store, key)).map(([, site]) => site));
  const copies = primary === undefined ? others : [primary, ...others];
  const regionOf = (site: string) => site.split('/')[0]!;
  const sameSite = copies.find((copy) => overlap(copy, witness));
  const spread = new Set(copies.map(regionOf)).size > 1;
  const sameRegion = spread ? copies.find((copy) => regionOf(copy) === regionOf(witness)) : undefined;
  const near = sameSite ?? sameRegion;
  if (near !== undefined)
    findings.add(
      path,
      `${quote(witness)} stands where the copy ${quote(near)} is: what takes the one takes its judge too`,
      `a ${sameSite === undefined ? 'region' : 'site'} without a copy`,
    );
}

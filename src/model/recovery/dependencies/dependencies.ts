import type { Micros } from '../../../kernel/index.js';
import type { WhileDown } from '../runbook/step.js';
import type { Credential } from './credential.js';
import type { Dependency } from './dependency.js';

/** What the steps of one runbook need, by name: services, which all runbooks share, and credentials of its own. */
export class Dependencies {
  constructor(
    private readonly services: ReadonlyMap<string, Dependency>,
    private readonly credentials: ReadonlyMap<string, Credential>,
  ) {}

  /** A runbook begins. */
  open(): void {
    for (const credential of this.credentials.values()) credential.open();
  }

  /** The first of them that is not there, where no other way leads past it; credentials that can be renewed are, at once. */
  missing(needs: readonly string[], whileDown: WhileDown): string | undefined {
    return needs.find((name) => {
      const credential = this.credentials.get(name);
      if (credential) return !credential.isValid && !this.renewOne(credential);
      return !this.isUp(name, whileDown);
    });
  }

  /** Whether the services among them are up. */
  areUp(needs: readonly string[], whileDown: WhileDown): boolean {
    return needs.every((name) => this.credentials.has(name) || this.isUp(name, whileDown));
  }

  /** When the first of the credentials among them expires; Infinity where none does. */
  validUntil(needs: readonly string[]): Micros {
    return needs.reduce((first, name) => {
      const credential = this.credentials.get(name);
      return credential ? Math.min(first, credential.validUntil) : first;
    }, Number.POSITIVE_INFINITY);
  }

  /** Renews those that have expired; false where an issuer does not answer. */
  renew(needs: readonly string[]): boolean {
    return needs.every((name) => {
      const credential = this.credentials.get(name);
      if (!credential || credential.isValid) return true;
      credential.tell('expired');
      return this.renewOne(credential);
    });
  }

  /** An expired credential for which there is one for emergencies. */
  breakGlass(needs: readonly string[]): Credential | undefined {
    return needs.map((name) => this.credentials.get(name)).find((one) => one?.needsGlass);
  }

  /** Whether anything besides such credentials is missing. */
  lackMore(needs: readonly string[], whileDown: WhileDown): boolean {
    return !this.areUp(needs, whileDown);
  }

  private renewOne(credential: Credential): boolean {
    if (!credential.renew()) return false;
    credential.tell('renewed');
    return true;
  }

  private isUp(name: string, whileDown: WhileDown): boolean {
    if (this.services.get(name)!.isUp) return true;
    return whileDown.kind === 'use' && this.services.get(whileDown.instead)!.isUp;
  }
}

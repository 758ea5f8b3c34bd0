/** Regions in which no more servers can be had. */
export class Shortages {
  private readonly inForce: string[] = [];

  /** No server is started for the subject from now on. Ended by the function returned. */
  starve(subject: string): () => void {
    this.inForce.push(subject);
    return () => this.inForce.splice(this.inForce.indexOf(subject), 1);
  }

  isStarved(subject: string): boolean {
    return this.inForce.includes(subject);
  }
}

/** At what part of their speed servers run, by region or store. */
export class Throttles {
  private readonly inForce: { subject: string; speed: number }[] = [];

  /** Servers of the subject run at this part of their speed; several act together. Ended by the function returned. */
  throttle(subject: string, speed: number): () => void {
    const one = { subject, speed };
    this.inForce.push(one);
    return () => this.inForce.splice(this.inForce.indexOf(one), 1);
  }

  /** Whether nothing is throttled. */
  get none(): boolean {
    return this.inForce.length === 0;
  }

  speedOf(subject: string): number {
    let speed = 1;
    for (const one of this.inForce) if (one.subject === subject) speed *= one.speed;
    return speed;
  }
}

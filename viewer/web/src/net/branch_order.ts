/** What to do with a numbered message of a branch. */
export type Verdict = 'take' | 'repeat' | 'gap';

/**
 * Keeps the promise "every scene, plan and KPI event in order, exactly once" on the client's side.
 *
 * A branch is followed from `begin`. While a resync is under way its snapshot messages may carry any
 * number up to `caughtUp`; after that numbers rise by exactly one.
 */
export class BranchOrder {
  private epochSeen = '';
  private lastSeen = 0n;
  private target = 0n;
  private inSnapshot = false;

  get epoch(): string {
    return this.epochSeen;
  }
  /** The number to resume after; 0 when nothing can be resumed. */
  get last(): bigint {
    return this.inSnapshot ? 0n : this.lastSeen;
  }
  get caughtUp(): boolean {
    return !this.inSnapshot && this.lastSeen >= this.target;
  }

  begin(answer: { epoch: string; resync: boolean; caughtUpSequence: bigint }): void {
    this.epochSeen = answer.epoch;
    this.target = answer.caughtUpSequence;
    this.inSnapshot = answer.resync && answer.caughtUpSequence > 0n;
    if (answer.resync) this.lastSeen = 0n;
  }

  accept(sequence: bigint): Verdict {
    if (sequence === 0n) return 'take';
    if (this.inSnapshot) {
      if (sequence > this.target + 1n) return 'gap';
      if (sequence >= this.target) {
        this.inSnapshot = false;
        this.lastSeen = sequence;
      }
      return 'take';
    }
    if (sequence <= this.lastSeen) return 'repeat';
    if (sequence !== this.lastSeen + 1n) return 'gap';
    this.lastSeen = sequence;
    return 'take';
  }
}

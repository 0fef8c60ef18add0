import { ApiProblem, segment, type Api, type Json } from '../net/api';
import { Signal } from '../signal';
import type { Words } from './colours';
import type { Regulation } from './regulations';

/** A plan unit as `GET /branches/{b}/plan-units/{id}` gives it. */
export interface UnitDocument {
  id: string;
  feature: number;
  digest: string;
  name: Words;
  symbol: string;
  use_codes: string[];
  ground_level_n2000_m: number;
  regulations: Regulation[];
  source: string;
  edit_lock: { owner: string; expires_at: string } | null;
}

interface WriteAnswer {
  commit: string;
  sequence: number;
  unit: UnitDocument;
}

/** A movement of controls without a pause; undone as one. */
interface Gesture {
  branch: string;
  unit: string;
  before: Regulation[];
  commits: string[];
}

const kEveryMs = 60;
const kLockSeconds = 10;
/** Touches closer than this are one gesture: four presses of an arrow key, or letting go and taking hold again. */
const kPauseMs = 1000;

/** Edits the regulations of one plan unit: at most one request under way, the newest values win. */
export class PlanEditor {
  readonly changes = new Signal<void>();
  readonly gestures = new Signal<void>();
  readonly problems = new Signal<{ problem: ApiProblem; unit: string }>();
  document: UnitDocument | null = null;
  private branch = '';
  private pending: Regulation[] | null = null;
  private gesture: Gesture | null = null;
  private done: Gesture[] = [];
  private sending = false;
  private sentAt = 0;
  private opening = 0;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly api: Api) {}

  get busy(): boolean {
    return this.sending || this.pending !== null;
  }
  get touched(): boolean {
    return this.gesture !== null || this.busy;
  }
  get canUndo(): boolean {
    if (this.busy) return false;
    const open = this.gesture !== null && this.gesture.commits.length > 0 ? this.gesture : undefined;
    const last = open ?? this.done[this.done.length - 1];
    return last !== undefined && last.branch === this.branch && last.unit === this.document?.id;
  }

  /** Loads a unit, or closes the editor. */
  async open(branch: string, unit: string | null): Promise<void> {
    this.opening += 1;
    const mine = this.opening;
    if (unit !== this.document?.id || branch !== this.branch) this.close();
    this.branch = branch;
    if (this.document?.id !== unit) this.document = null;
    this.changes.emit();
    if (unit === null) return;
    try {
      const document = await this.api.get<UnitDocument>(this.path(unit));
      if (mine !== this.opening || this.touched) return;
      this.document = document;
    } catch (problem) {
      if (mine === this.opening) this.fail(problem, unit);
    }
    this.changes.emit();
  }

  /** Takes notice of the newest digest on the branch; somebody else's edit is loaded. */
  notice(unit: string, digest: string): void {
    if (this.document?.id !== unit || this.touched || this.document.digest === digest) return;
    void this.open(this.branch, unit);
  }

  change(regulations: Regulation[]): void {
    if (this.document === null) return;
    clearTimeout(this.pause);
    if (this.gesture === null) {
      const { id, regulations: before } = this.document;
      this.gesture = { branch: this.branch, unit: id, before, commits: [] };
      this.gestures.emit();
    }
    this.document = { ...this.document, regulations };
    this.pending = regulations;
    this.changes.emit();
    void this.flush();
  }

  /** The control was let go: what follows after a pause is a new gesture. */
  settle(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.close(), kPauseMs);
  }

  private close(): void {
    const gesture = this.gesture;
    clearTimeout(this.pause);
    if (gesture === null) return;
    if (this.busy) {
      this.pause = setTimeout(() => this.close(), kEveryMs);
      return;
    }
    this.gesture = null;
    if (gesture.commits.length > 0) {
      this.done.push(gesture);
      this.api.send('DELETE', `${path(gesture.branch, gesture.unit)}/lock`).catch(() => {});
    }
    this.changes.emit();
  }

  /** Takes the last gesture back: a single commit by the server's undo, several by restoring what was before. */
  async undo(): Promise<void> {
    const document = this.document;
    if (!this.canUndo) return;
    this.close();
    const gesture = this.done.pop();
    if (gesture === undefined || document === null) return;
    this.gestures.emit();
    const [commit] = gesture.commits;
    try {
      if (gesture.commits.length === 1 && commit !== undefined) {
        await this.api.send('POST', `/branches/${segment(gesture.branch)}/undo`, { commit });
      } else {
        const body = { regulations: gesture.before as unknown as Json };
        await this.api.send('PATCH', path(gesture.branch, gesture.unit), body, this.guard(document));
      }
    } catch (problem) {
      this.fail(problem, gesture.unit);
    }
    await this.open(this.branch, gesture.unit);
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (this.pending !== null && this.document !== null) {
      const wait = this.sentAt + kEveryMs - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const document: UnitDocument | null = this.document;
      const regulations: Regulation[] | null = this.pending;
      if (document === null || regulations === null) break;
      this.pending = null;
      this.sentAt = performance.now();
      const { unit, branch } = this.gesture ?? { unit: document.id, branch: this.branch };
      try {
        const body = { regulations: regulations as unknown as Json };
        const target = `${path(branch, unit)}?lock_s=${kLockSeconds}`;
        const answer = await this.api.send<WriteAnswer>('PATCH', target, body, this.guard(document));
        // An edit that changed nothing answers with the commit before, which is not ours to undo.
        if (answer.body.unit.digest !== document.digest) this.gesture?.commits.push(answer.body.commit);
        if (this.document?.id === unit) {
          this.document = this.pending === null ? answer.body.unit : { ...this.document, digest: answer.body.unit.digest };
        }
      } catch (problem) {
        if (this.gesture !== null && this.gesture.commits.length > 0) this.done.push(this.gesture);
        this.pending = null;
        this.gesture = null;
        this.sending = false;
        this.fail(problem, unit);
        void this.open(this.branch, this.document?.id ?? null);
        return;
      }
    }
    this.sending = false;
    this.changes.emit();
  }

  private guard(document: UnitDocument): Record<string, string> {
    return { 'If-Match': `"${document.digest}"`, 'Idempotency-Key': newKey() };
  }

  private path(unit: string): string {
    return path(this.branch, unit);
  }

  private fail(problem: unknown, unit: string): void {
    const known = problem instanceof ApiProblem ? problem : new ApiProblem(0, { detail: String(problem) });
    this.problems.emit({ problem: known, unit });
  }
}

function path(branch: string, unit: string): string {
  return `/branches/${segment(branch)}/plan-units/${segment(unit)}`;
}

/** Random, unlike crypto.randomUUID also on plain http. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

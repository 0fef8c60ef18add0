import { ApiProblem, segment, type Api, type Json } from '../net/api';
import { runJob } from '../net/jobs';
import { Signal } from '../signal';
import { prismsOf, type Massing, type Rings } from './massing';
import { around, periodOf, spacingFor, zoneHours, type SunHours } from './sun';
import type { TwinModel } from './twin_model';
import type { View } from './view';

const kMargin_m = 40;
const kMostGroundPoints = 10_000;
/** Edits closer than this are one: a slider that moves would begin a run of the sun at each step. */
const kRestMs = 500;
const kStorey_m = 3;

export type State = 'none' | 'working' | 'done' | 'failed';

/** What the ground, the houses around and the proposed houses know of the sun so far. */
export interface SunPart {
  what: 'ground' | 'facades' | 'massing';
  /** 0 to 1 */
  progress: number;
  result: Pick<SunHours, 'hours' | 'receivers'> | null;
  whole: SunHours | null;
}

/**
 * Bodies and results about the chosen plan unit: a massing, and sun hours around it. The server computes both; this asks, anew
 * after every edit of the unit, and keeps what it says.
 */
export class Study {
  readonly changes = new Signal<void>();
  massing: { state: State; answer: Massing | null; problem: unknown } = { state: 'none', answer: null, problem: null };
  sun: { state: State; parts: SunPart[]; problem: unknown } = { state: 'none', parts: [], problem: null };
  /** buildings that stand on the unit, whose place the massing takes */
  replaced: string[] = [];
  private running: AbortController | null = null;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private asked = '';

  constructor(
    private readonly api: Api,
    private readonly model: TwinModel,
    private readonly view: View,
  ) {
    view.changes.listen((changed) => {
      if (changed.has('unit') || changed.has('branch') || changed.has('massing') || changed.has('sun')) this.ask(changed.has('unit') || changed.has('branch'));
    });
    model.unitChanges.listen(({ unit, live }) => {
      if (unit.id !== view.state.unit || !live) return;
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.again(), kRestMs);
    });
    model.sceneChanges.listen((change) => {
      if (view.state.sun === null || (change.changedBuildings.length === 0 && !change.bulk)) return;
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.again(), kRestMs);
    });
    model.catchUps.listen(() => this.ask(false));
  }

  /** Asks for everything once more. */
  again(): void {
    this.asked = '';
    this.ask(false);
  }

  /** Stops the run of the sun; what is known stays. */
  cancel(): void {
    this.running?.abort(new Cancelled());
    this.view.set({ sun: null });
  }

  get progress(): number {
    const { parts } = this.sun;
    return parts.length === 0 ? 0 : parts.reduce((sum, part) => sum + part.progress, 0) / parts.length;
  }

  private ask(forget: boolean): void {
    const { unit, branch, massing, sun } = this.view.state;
    if (!this.model.live) return;
    const wanted = JSON.stringify([unit, branch, massing, sun]);
    if (wanted === this.asked) return;
    this.asked = wanted;
    clearTimeout(this.rest);
    this.running?.abort(new Cancelled());
    const mine = new AbortController();
    this.running = mine;
    if (forget || unit === null || massing === null) {
      this.massing = { state: 'none', answer: null, problem: null };
      this.replaced = [];
    }
    if (forget || unit === null || sun === null) this.sun = { state: 'none', parts: [], problem: null };
    if (unit !== null) void this.run(unit, branch, massing, sun, mine.signal);
    else this.changes.emit();
  }

  private async run(unit: string, branch: string, massing: string | null, sun: string | null, signal: AbortSignal): Promise<void> {
    if (massing !== null) await this.layOut(unit, branch, massing, signal);
    if (signal.aborted) return;
    if (sun === null || this.massing.state === 'failed') {
      this.changes.emit();
      return;
    }
    this.sun = { ...this.sun, state: 'working', problem: null };
    this.changes.emit();
    try {
      await this.shine(unit, branch, sun, signal);
      if (!signal.aborted) this.sun.state = 'done';
    } catch (problem) {
      if (signal.aborted) return;
      this.sun = { ...this.sun, state: 'failed', problem };
    }
    this.changes.emit();
  }

  private async layOut(unit: string, branch: string, kind: string, signal: AbortSignal): Promise<void> {
    this.massing = { state: 'working', answer: this.massing.answer, problem: null };
    this.changes.emit();
    try {
      const answer = await this.execute<Massing>('massing', branch, { plan_unit: unit, kind });
      const replaced = answer.buildings.length === 0 ? [] : await this.standingOn(unit, branch);
      if (!signal.aborted) this.replaced = replaced;
      if (!signal.aborted) this.massing = { state: 'done', answer, problem: null };
    } catch (problem) {
      if (!signal.aborted) this.massing = { state: 'failed', answer: null, problem };
    }
    if (!signal.aborted) this.changes.emit();
  }

  private async shine(unit: string, branch: string, span: string, signal: AbortSignal): Promise<void> {
    const document = (await this.api.get<{ boundary: { coordinates: Rings } }>(`/branches/${segment(branch)}/plan-units/${segment(unit)}`));
    const area = around(document.boundary.coordinates, kMargin_m);
    const obstacles = this.massing.answer === null ? [] : prismsOf(this.massing.answer);
    signal.throwIfAborted();
    const common: { [key: string]: Json } = { ...periodOf(span, zoneHours(this.model.subscribed)), step: span.length === 4 ? '30min' : '5min' };
    if (obstacles.length > 0) common['obstacles'] = obstacles as unknown as Json;
    if (this.replaced.length > 0) common['without'] = this.replaced;
    const receivers: [SunPart['what'], Json][] = [
      ['ground', { ground: { area, spacing_m: spacingFor(area, kMostGroundPoints) } }],
      ['facades', { facades: { area, spacing_m: 3, storey_height_m: kStorey_m } }],
    ];
    if (obstacles.length > 0) receivers.push(['massing', { facades: { obstacles: obstacles.map((_, i) => i), spacing_m: 3, storey_height_m: kStorey_m } }]);
    const parts = receivers.map(([what]): SunPart => ({ what, progress: 0, result: null, whole: null }));
    // The results of before stay in view until the first of the new ones come.
    const take = (): void => {
      if (this.sun.parts !== parts && parts.every((part) => part.result !== null)) this.sun.parts = parts;
      this.changes.emit();
    };
    if (this.sun.parts.length === 0) this.sun.parts = parts;
    await Promise.all(
      receivers.map(async ([, where], i) => {
        const part = parts[i] as SunPart;
        const inputs: Json = { ...common, receivers: where };
        const whole = await runJob<SunHours>(this.api, 'sun-hours', branch, inputs, {
          progress: (share) => {
            part.progress = share;
            take();
          },
          partial: ({ hours, receivers: places }) => {
            if (hours !== undefined && places !== undefined) part.result = { hours, receivers: places };
            take();
          },
        }, signal);
        Object.assign(part, { progress: 1, result: whole, whole });
        take();
      }),
    );
    this.sun.parts = parts;
  }

  /** Buildings that stand on the unit, half of them or more: a massing takes their place. */
  private async standingOn(unit: string, branch: string): Promise<string[]> {
    interface Checked {
      units: { buildings: { id: string; origin: string; share_within: number }[] }[];
    }
    const { units } = await this.execute<Checked>('check-plan', branch, { plan_unit: unit });
    return units.flatMap((one) => one.buildings).filter((one) => one.origin === 'existing' && one.share_within >= 0.5).map((one) => one.id);
  }

  private async execute<T>(process: string, branch: string, inputs: Json): Promise<T> {
    return (await this.api.send<T>('POST', `/processes/${process}/execution?branch=${segment(branch)}`, { inputs })).body;
  }
}

class Cancelled extends ApiProblem {
  constructor() {
    super(0, { code: 'run-cancelled' });
  }
}

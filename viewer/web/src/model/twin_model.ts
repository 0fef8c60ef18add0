import type { KpiFrame, PlanUnitState, SceneChange, ServerMessage, Subscribed } from '../generated/stream_pb';
import { Signal } from '../signal';

/** One number per feature of the twin; NaN = no data. */
export interface Values {
  variable: string;
  unit: string;
  numbers: Float32Array;
  withData: number;
  receivedAt: number;
}

export interface KpiChange {
  unit: string;
  now: KpiFrame;
  before: KpiFrame | undefined;
  live: boolean;
}

/** What the client knows of the branch it follows: the newest of everything the stream has said. */
export class TwinModel {
  subscribed: Subscribed | null = null;
  readonly units = new Map<string, PlanUnitState>();
  readonly kpis = new Map<string, KpiFrame>();
  readonly values = new Map<string, Values>();
  live = false;

  readonly subscriptions = new Signal<Subscribed>();
  readonly resets = new Signal<void>();
  readonly catchUps = new Signal<void>();
  readonly unitChanges = new Signal<{ unit: PlanUnitState; live: boolean }>();
  readonly unitRemovals = new Signal<string>();
  readonly kpiChanges = new Signal<KpiChange>();
  readonly valueChanges = new Signal<Values>();
  readonly sceneChanges = new Signal<SceneChange>();
  readonly branchChanges = new Signal<string[]>();
  readonly errors = new Signal<{ code: string; message: string; remedy: string }>();

  /** @param caughtUp whether the stream had nothing older left to say after this message */
  apply(message: ServerMessage, caughtUp: boolean): void {
    const wasLive = this.live;
    this.live = this.subscribed !== null && caughtUp;
    const { body } = message;
    switch (body.case) {
      case 'subscribed':
        this.begin(body.value);
        this.live = caughtUp;
        break;
      case 'planUnit':
        this.units.set(body.value.id, body.value);
        this.unitChanges.emit({ unit: body.value, live: wasLive });
        break;
      case 'planUnitRemoved':
        this.units.delete(body.value.id);
        this.kpis.delete(body.value.id);
        this.unitRemovals.emit(body.value.id);
        break;
      case 'kpi': {
        const unit = body.value.planUnit;
        const before = this.kpis.get(unit);
        this.kpis.set(unit, body.value);
        this.kpiChanges.emit({ unit, now: body.value, before, live: wasLive });
        break;
      }
      case 'values': {
        const values: Values = {
          variable: body.value.variable,
          unit: body.value.unit,
          numbers: floats(body.value.float32Le),
          withData: body.value.withData,
          receivedAt: performance.now(),
        };
        this.values.set(values.variable, values);
        this.valueChanges.emit(values);
        break;
      }
      case 'sceneChange':
        this.sceneChanges.emit(body.value);
        break;
      case 'branches':
        this.branchChanges.emit(body.value.names);
        break;
      case 'error':
        this.errors.emit(body.value);
        break;
      default:
        break;
    }
    if (this.live && !wasLive) this.catchUps.emit();
  }

  kpi(unit: string, key: string): number | undefined {
    return this.kpis.get(unit)?.kpis.find((kpi) => kpi.key === key)?.value;
  }

  private begin(answer: Subscribed): void {
    this.subscribed = answer;
    if (answer.resync) {
      this.units.clear();
      this.kpis.clear();
      this.values.clear();
      this.resets.emit();
    }
    this.subscriptions.emit(answer);
  }
}

/** Little-endian float32 bytes, which need not lie on a multiple of four in their buffer. */
export function floats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer, 0, Math.floor(bytes.byteLength / 4));
}

export function integers(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer, 0, Math.floor(bytes.byteLength / 4));
}

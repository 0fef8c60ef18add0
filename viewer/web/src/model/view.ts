import { Signal } from '../signal';

export type Language = 'fi' | 'sv' | 'en';

/** Where the camera stands: the point looked at (scene frame, metres), distance, compass azimuth and tilt (degrees). */
export interface Pose {
  east: number;
  north: number;
  up: number;
  distance: number;
  /** direction looked in, clockwise from north */
  azimuth: number;
  /** 0 = straight down, 90 = level */
  tilt: number;
}

/** Everything that a link to this page shows the other person. */
export interface ViewState {
  branch: string;
  colourBy: string;
  unit: string | null;
  building: string | null;
  /** another object of the city; of unit, building and object one at most is chosen */
  object: string | null;
  /** class of the legend shown alone; -1 = "no data" */
  isolated: number | null;
  language: Language;
  /** plain colours without light, for print */
  flat: boolean;
  /** streets, water, green and what else is around the buildings */
  surroundings: boolean;
  /** legal envelopes as bodies */
  envelope: boolean;
  /** kind of buildings laid out on the chosen unit */
  massing: string | null;
  /** day ("2026-03-21") or year ("2026") whose sun hours are shown around the chosen unit */
  sun: string | null;
  pose: Pose | null;
}

/** Holds the view state and tells what changed. */
export class View {
  readonly changes = new Signal<Set<keyof ViewState>>();
  private current: ViewState;

  constructor(start: ViewState) {
    this.current = start;
  }

  get state(): Readonly<ViewState> {
    return this.current;
  }

  set(wanted: Partial<ViewState>): void {
    const chosen = wanted.unit != null || wanted.building != null;
    const part = chosen ? { ...wanted, object: null } : wanted;
    const changed = new Set<keyof ViewState>();
    for (const key of Object.keys(part) as (keyof ViewState)[]) {
      if (this.current[key] !== part[key]) changed.add(key);
    }
    if (changed.size === 0) return;
    this.current = { ...this.current, ...part };
    this.changes.emit(changed);
  }
}

import type { KpiFrame } from '../generated/stream_pb';

/** What a rise of a figure means: more of something, or a loss. */
export type Direction = 'more' | 'worse';

export interface KpiKind {
  key: string;
  digits: number;
  rise: Direction;
  group: 'building' | 'people' | 'plot';
}

/** The figures of a plan unit in the order in which they are shown. */
export const kKpis: KpiKind[] = [
  { key: 'floor_area_reachable_k_m2', digits: 0, rise: 'more', group: 'building' },
  { key: 'floor_area_allowed_k_m2', digits: 0, rise: 'more', group: 'building' },
  { key: 'loss_k_m2', digits: 0, rise: 'worse', group: 'building' },
  { key: 'storeys_needed', digits: 0, rise: 'more', group: 'building' },
  { key: 'envelope_volume_m3', digits: 0, rise: 'more', group: 'building' },
  { key: 'residents', digits: 0, rise: 'more', group: 'people' },
  { key: 'dwellings', digits: 0, rise: 'more', group: 'people' },
  { key: 'parking_spaces', digits: 0, rise: 'more', group: 'people' },
  { key: 'footprint_max_m2', digits: 0, rise: 'more', group: 'plot' },
  { key: 'buildable_area_m2', digits: 0, rise: 'more', group: 'plot' },
  { key: 'plot_area_m2', digits: 0, rise: 'more', group: 'plot' },
];

export function valueOf(frame: KpiFrame | undefined, key: string): number | undefined {
  return frame?.kpis.find((kpi) => kpi.key === key)?.value;
}

export function unitOf(frame: KpiFrame | undefined, key: string): string {
  return frame?.kpis.find((kpi) => kpi.key === key)?.unit ?? '';
}

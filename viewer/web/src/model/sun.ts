import type { Subscribed } from '../generated/stream_pb';
import type { Rings } from './massing';

/** Where an answer of process `sun-hours` is: place, and the direction that the surface faces; the twin's frame, metres. */
export interface Receiver {
  at: [number, number, number, number, number, number];
  area_m2: number;
  owner?: string;
  storey?: number;
}

/** What process `sun-hours` answers, as far as it is shown; in partial results some hours are null. */
export interface SunHours {
  hours: (number | null)[];
  receivers: Receiver[];
  error_bound_h: number;
  sun_up_h: number | null;
  rays: number;
  warnings: string[];
  lineage: { engine: string; version: string; inputs_hash: string; seed: number };
}

/** Days that planners ask about, month and day: equinoxes and solstices. */
export const kSunDays = ['03-21', '06-21', '09-23', '12-21'] as const;

/** True for a day ("2026-03-21") and for a year ("2026"). */
export function isSunSpan(text: string): boolean {
  if (/^\d{4}$/.test(text)) return true;
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

/** Whole hours that the clock is ahead of UTC by the sun: midnight to midnight is then one day and one night everywhere. */
export function zoneHours(place: Pick<Subscribed, 'placedOnGlobe' | 'sceneToEcef'> | null): number {
  if (place === null || !place.placedOnGlobe) return 2;
  const [x, y] = [place.sceneToEcef[12] ?? 1, place.sceneToEcef[13] ?? 0];
  return Math.round((Math.atan2(y, x) * 180) / Math.PI / 15);
}

/** The day or the year as `from` and `to` of the process. */
export function periodOf(span: string, hours: number): { from: string; to: string } {
  const offset = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
  const year = span.length === 4;
  const first = new Date(Date.UTC(Number(span.slice(0, 4)), year ? 0 : Number(span.slice(5, 7)) - 1, year ? 1 : Number(span.slice(8, 10))));
  const next = new Date(first);
  if (year) next.setUTCFullYear(next.getUTCFullYear() + 1);
  else next.setUTCDate(next.getUTCDate() + 1);
  const text = (day: Date): string => `${day.toISOString().slice(0, 10)}T00:00:00${offset}`;
  return { from: text(first), to: text(next) };
}

/** The rectangle around a boundary, so many metres wider on each side. */
export function around(boundary: Rings, metres: number): { type: 'Polygon'; coordinates: Rings } {
  const east = boundary.flat().map(([x]) => x);
  const north = boundary.flat().map(([, y]) => y);
  const [w, e] = [Math.min(...east) - metres, Math.max(...east) + metres];
  const [s, n] = [Math.min(...north) - metres, Math.max(...north) + metres];
  return { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] };
}

/** Distance of points on the ground such that an area has at most `most` of them, not below 2 m. */
export function spacingFor(area: { coordinates: Rings }, most: number): number {
  const [a, , c] = area.coordinates[0] as [[number, number], [number, number], [number, number]];
  return Math.max(2, Math.ceil(Math.sqrt(((c[0] - a[0]) * (c[1] - a[1])) / most)));
}

/**
 * Hours of every receiver, those not known yet as the nearest that is. In the first pass one in 64 is known and the nearest in
 * space is sought; later the neighbours in the list are near enough. Undefined where nothing is known.
 */
export function filled(hours: (number | null)[], receivers: Receiver[]): (number | undefined)[] {
  const known = hours.flatMap((value, i) => (value === null ? [] : [i]));
  if (known.length === 0) return hours.map(() => undefined);
  if (known.length * 20 > hours.length) {
    let next = 0;
    return hours.map((value, i) => {
      if (value !== null) return value;
      while (next + 1 < known.length && Math.abs((known[next + 1] as number) - i) <= Math.abs((known[next] as number) - i)) next += 1;
      return hours[known[next] as number] ?? undefined;
    });
  }
  return hours.map((value, i) => {
    if (value !== null) return value;
    const at = receivers[i]?.at;
    let best = known[0] as number;
    let least = Infinity;
    for (const other of known) {
      const there = receivers[other]?.at;
      if (at === undefined || there === undefined) break;
      // Another way of facing counts as 30 m: the sides of a house have little to do with each other.
      const facing = at[3] * there[3] + at[4] * there[4] + at[5] * there[5] < 0.7 ? 900 : 0;
      const distance = (at[0] - there[0]) ** 2 + (at[1] - there[1]) ** 2 + (at[2] - there[2]) ** 2 + facing;
      if (distance < least) [best, least] = [other, distance];
    }
    return hours[best] ?? undefined;
  });
}

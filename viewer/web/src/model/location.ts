import { kMassingKinds } from './massing';
import { isSunSpan } from './sun';
import type { Language, Pose, ViewState } from './view';

const kLanguages: Language[] = ['fi', 'sv', 'en'];

function poseFrom(text: string | null): Pose | null {
  const numbers = (text ?? '').split(',').map(Number);
  if (numbers.length !== 6 || numbers.some((one) => !Number.isFinite(one))) return null;
  const [east, north, up, distance, azimuth, tilt] = numbers as [number, number, number, number, number, number];
  return distance > 0 ? { east, north, up, distance, azimuth, tilt } : null;
}

/**
 * Reads the address of the page: what is shown stands behind its "#", since the server answers "?" itself and refuses
 * parameters it does not know. `preferred` are the languages of the browser, best first.
 */
export function readLocation(
  location: { hash: string },
  variables: string[],
  preferred: readonly string[],
): ViewState {
  const query = new URLSearchParams(location.hash.replace(/^#/, ''));
  const isLanguage = (text: string): text is Language => (kLanguages as string[]).includes(text);
  const asked = [query.get('lang') ?? '', ...preferred.map((one) => one.slice(0, 2).toLowerCase())];
  const colourBy = query.get('colour') ?? '';
  const only = query.get('only');
  return {
    branch: query.get('branch') || 'main',
    colourBy: variables.includes(colourBy) ? colourBy : (variables[0] ?? ''),
    unit: query.get('unit'),
    building: query.get('unit') === null ? query.get('building') : null,
    object: query.get('unit') === null && query.get('building') === null ? query.get('object') : null,
    isolated: only !== null && /^-?\d+$/.test(only) ? Number(only) : null,
    language: asked.find(isLanguage) ?? 'en',
    flat: query.get('flat') === '1',
    surroundings: query.get('around') !== '0',
    envelope: query.get('envelope') !== '0',
    massing: (kMassingKinds as readonly string[]).includes(query.get('massing') ?? '') ? query.get('massing') : null,
    sun: isSunSpan(query.get('sun') ?? '') ? query.get('sun') : null,
    pose: poseFrom(query.get('at')),
  };
}

/** The address that shows the same thing to somebody else; a relative reference. */
export function writeLocation(state: Readonly<ViewState>): string {
  const query = new URLSearchParams({ branch: state.branch, colour: state.colourBy, lang: state.language });
  if (state.unit !== null) query.set('unit', state.unit);
  if (state.building !== null) query.set('building', state.building);
  if (state.object !== null) query.set('object', state.object);
  if (state.isolated !== null) query.set('only', String(state.isolated));
  if (state.flat) query.set('flat', '1');
  if (!state.surroundings) query.set('around', '0');
  if (!state.envelope) query.set('envelope', '0');
  if (state.massing !== null) query.set('massing', state.massing);
  if (state.sun !== null) query.set('sun', state.sun);
  const { pose } = state;
  const round = (value: number): number => Math.round(value * 10) / 10;
  const at =
    pose === null
      ? ''
      : '&at=' + [pose.east, pose.north, pose.up, pose.distance, pose.azimuth, pose.tilt].map(round).join(',');
  return `#${query.toString()}${at}`;
}

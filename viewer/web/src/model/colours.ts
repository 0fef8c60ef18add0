import definition from '../../../colours.json';

/** Words in the three languages of the product. */
export interface Words {
  fi: string;
  sv: string;
  en: string;
}

/** A class or category of a variable, with the colour that stands for it: low ≤ value < high. */
export interface ColourClass {
  label: Words;
  colour: string;
  low: number;
  high: number;
}

export interface Variable {
  name: string;
  title: Words;
  unit: string;
  classes: ColourClass[];
}

interface RawClass {
  below?: number;
  from?: number;
  to?: number;
  label: Words;
  colour: string;
}
interface RawVariable {
  title: Words;
  unit: string;
  classes?: RawClass[];
  categories?: RawClass[];
}

function read(name: string, raw: RawVariable): Variable {
  const classes = (raw.classes ?? []).map(
    ({ label, colour, below }): ColourClass => ({ label, colour, low: -Infinity, high: below ?? Infinity }),
  );
  // Categories are whole numbers, both ends included.
  const categories = (raw.categories ?? []).map(
    ({ label, colour, from, to }): ColourClass => ({ label, colour, low: from ?? -Infinity, high: (to ?? Infinity) + 1 }),
  );
  return { name, title: raw.title, unit: raw.unit, classes: [...classes, ...categories] };
}

const raw = definition.variables as Record<string, RawVariable>;

/** The variables a city can be coloured by, in the order in which they are offered. */
export const kVariables: Variable[] = ['use', 'year', 'storeys', 'height', 'floor_area_used']
  .filter((name) => raw[name] !== undefined)
  .map((name) => read(name, raw[name] as RawVariable));

const results = definition.results as Record<string, RawVariable>;
const kSunDay = read('sun_hours', results['sun_hours'] as RawVariable);
const kSunYear = read('sun_hours_year', results['sun_hours_year'] as RawVariable);

/** How sun hours of a day ("2026-03-21") or of a year ("2026") are coloured. */
export function sunScale(span: string): Variable {
  return span.length === 4 ? kSunYear : kSunDay;
}

export const kNoDataColour: string = definition.no_data;
export const kNoDataLabel: Words = definition.no_data_label;
export const kContextColour: string = definition.context;
/** Colours of what is around the buildings, by the name of the tile's material. */
export const kSurroundings: Record<string, string> = definition.surroundings;

export function variable(name: string): Variable | undefined {
  return kVariables.find((one) => one.name === name);
}

/** Index of the first class that holds the value; -1 = no data. Called for every feature of the city. */
export function classOf(of: Variable, value: number): number {
  const { classes } = of;
  for (let slot = 0; slot < classes.length; slot += 1) {
    const one = classes[slot] as ColourClass;
    if (value >= one.low && value < one.high) return slot;
  }
  return -1;
}

/**
 * How many features fall in each class; the last number counts those without data.
 * @param features  how many features there are that could have a value; undefined when not known
 */
export function countClasses(of: Variable, numbers: Float32Array, features: number | undefined): (number | undefined)[] {
  const counts = new Array<number>(of.classes.length).fill(0);
  let known = 0;
  for (const value of numbers) {
    const slot = classOf(of, value);
    if (slot < 0) continue;
    counts[slot] = (counts[slot] ?? 0) + 1;
    known += 1;
  }
  return [...counts, features === undefined ? undefined : Math.max(0, features - known)];
}

/** The colour of a plan symbol: the longest entry with which it begins ("AK-1" → AK). */
export function planColour(symbol: string): string {
  const uses = definition.plan_uses as Record<string, string>;
  const keys = Object.keys(uses).filter((key) => /^[A-Z]/.test(key) && symbol.startsWith(key));
  const longest = keys.sort((a, b) => b.length - a.length)[0];
  return uses[longest ?? 'other'] ?? kContextColour;
}

/** "#rrggbb" as one number whose bytes in memory are red, green, blue, 255 (little-endian, as everywhere browsers run). */
export function packed(colour: string): number {
  const [red, green, blue] = bytesOf(colour);
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

/** sRGB bytes of "#rrggbb". */
export function bytesOf(colour: string): [number, number, number] {
  const number = parseInt(colour.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

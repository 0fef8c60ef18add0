import catalogue from './regulations.json';
import type { Words } from './colours';

/** A regulation of a plan unit as the server sends it. */
export interface Regulation {
  type: string;
  value?: number | null;
  value_max?: number | null;
  unit?: string;
  text?: string;
  angle_deg?: number | null;
  start_height_m?: number | null;
  edges?: number[];
  code?: string;
  information?: Information[];
  life_cycle?: string;
}

/** Additional information of a regulation: the use it is meant for, a share of the floor area … */
export interface Information {
  type: string;
  code?: string;
  value?: number;
  value_max?: number;
  unit?: string;
  text?: string;
}

/** What is said of a regulation beside its figure, in the plan's own codes: "kayttotarkoituskohdistus asumisenAlue". */
export function detailsOf(regulation: Regulation): string {
  const words = (regulation.information ?? [])
    .filter((one) => one.type !== 'paakayttotarkoitus' && one.type !== 'translation')
    .map((one) => [one.type, one.code, one.value, one.value_max === undefined ? '' : `\u2013 ${one.value_max}`, one.unit, one.text]
      .filter((part) => part !== undefined && part !== '')
      .join(' '));
  return [regulation.code ?? '', ...words].filter((part) => part !== '').join('; ');
}

/** Which sentence names the rule when it binds. */
export type RuleKind = 'floor-area' | 'storeys' | 'height' | 'setback' | 'coverage' | 'sky-plane' | 'other';

/** One row of the catalogue: how a regulation is named, measured and set. */
export interface RegulationType {
  type: string;
  rule: RuleKind;
  name: Words;
  unit: string;
  datum?: string;
  min: number;
  max: number;
  step: number;
  /** the value a newly added regulation starts with */
  start: number;
  /** offered first when the unit does not have it yet */
  standing: boolean;
  /** false for a second name of the same rule: shown where a plan uses it, not offered anew */
  offered: boolean;
}

export const kRegulationTypes = catalogue as RegulationType[];

export function regulationType(type: string): RegulationType | undefined {
  return kRegulationTypes.find((one) => one.type === type);
}

/** The number that the slider of a regulation shows: the upper end of a range, the angle of a sky plane. */
export function limitOf(regulation: Regulation): number | undefined {
  if (regulation.type === 'sky-plane') return regulation.angle_deg ?? undefined;
  return regulation.value_max ?? regulation.value ?? undefined;
}

/** What was typed as a limit that the rule can have: not below its least value, storeys whole. */
export function acceptable(kind: RegulationType, ground: number, typed: number): number {
  const low = kind.datum === undefined ? kind.min : Math.floor(ground) + kind.min;
  const limit = Math.max(low, typed);
  if (kind.rule === 'storeys') return Math.round(limit);
  return kind.rule === 'sky-plane' || kind.unit === '%' ? Math.min(kind.max, limit) : limit;
}

/** A copy of the list with one limit moved; order and everything else stay. */
export function withLimit(regulations: Regulation[], index: number, limit: number): Regulation[] {
  return regulations.map((one, at) => {
    if (at !== index) return one;
    if (one.type === 'sky-plane') return { ...one, angle_deg: limit };
    if (one.value_max === undefined || one.value_max === null) return { ...one, value: limit };
    return { ...one, value: Math.min(one.value ?? limit, limit), value_max: limit };
  });
}

export function withRegulation(regulations: Regulation[], kind: RegulationType, start: number): Regulation[] {
  if (kind.type === 'sky-plane') return [...regulations, { type: kind.type, angle_deg: start, start_height_m: 10 }];
  const unit = kind.unit === '' ? {} : { unit: kind.unit };
  return [...regulations, { type: kind.type, value: start, ...unit }];
}

export function withoutRegulation(regulations: Regulation[], index: number): Regulation[] {
  return regulations.filter((_, at) => at !== index);
}

/** The ends of a slider: absolute heights move around the unit's own ground, and nothing set is cut off. */
export function range(kind: RegulationType, ground: number, limit: number): { min: number; max: number } {
  const base = kind.datum === undefined ? 0 : Math.floor(ground);
  return { min: Math.min(base + kind.min, limit), max: Math.max(base + kind.max, limit) };
}

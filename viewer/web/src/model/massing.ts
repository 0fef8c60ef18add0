/** Kinds of buildings that process `massing` lays out, as it names them. */
export const kMassingKinds = ['perimeter', 'slab', 'point', 'row', 'detached'] as const;

type Position = [number, number];
/** Outer ring first, then holes; easting and northing, metres. */
export type Rings = Position[][];

export interface Floor {
  storey: number;
  floor_n2000_m: number;
  top_n2000_m: number;
  area_k_m2: number;
  outline: { type: 'MultiPolygon'; coordinates: Rings[] };
}

/** What process `massing` answers, as far as it is shown. */
export interface Massing {
  kind: string;
  floor_area_allowed_k_m2: number | null;
  floor_area_k_m2: number;
  footprint_m2: number;
  prevented_by: { rule: string; loss_k_m2: number; sentence: string }[];
  buildings: { id: string; storeys: number; floor_area_k_m2: number; top_n2000_m: number; floors: Floor[] }[];
  warnings: string[];
  lineage: { engine: string; version: string; inputs_hash: string; seed: number };
}

/** An obstacle as the processes of the sun take it. */
export interface Prism {
  type: 'Polygon';
  coordinates: Rings;
  base_n2000_m: number;
  height_m: number;
}

/** The buildings as prisms: storeys over each other with one outline are one prism. */
export function prismsOf(massing: Massing): Prism[] {
  const out: Prism[] = [];
  for (const building of massing.buildings) {
    let below: { outline: string; prisms: Prism[] } | null = null;
    for (const floor of building.floors) {
      const outline = JSON.stringify(floor.outline.coordinates);
      if (below !== null && below.outline === outline) {
        for (const prism of below.prisms) prism.height_m = floor.top_n2000_m - prism.base_n2000_m;
        continue;
      }
      const [base, height] = [floor.floor_n2000_m, floor.top_n2000_m - floor.floor_n2000_m];
      const prisms = floor.outline.coordinates.map((rings): Prism => ({ type: 'Polygon', coordinates: rings, base_n2000_m: base, height_m: height }));
      below = { outline, prisms };
      out.push(...prisms);
    }
  }
  return out;
}

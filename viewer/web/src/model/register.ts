import { segment, type Api } from '../net/api';

/** What the register and the model say of a building; null = not known. */
export interface Building {
  id: string;
  feature: number | null;
  permanentId: string | null;
  use: number | null;
  useText: string | null;
  floorArea: number | null;
  storeys: number | null;
  year: number | null;
  ownerType: string | null;
  use2018: string | null;
  municipalNumber: string | null;
  propertyId: string | null;
  totalArea: number | null;
  basementArea: number | null;
  volume: number | null;
  dwellings: number | null;
  /** Finnish labels of the code lists, as `codeLabel` takes them */
  material: string | null;
  facade: string | null;
  heatingMode: string | null;
  heatingSource: string | null;
  status: string | null;
  lift: boolean | null;
  /** networks the building is connected to, as far as known */
  connections: { network: 'sewer' | 'water' | 'electricity' | 'gas' | 'cable'; connected: boolean }[];
  addressSv: string | null;
  address: string | null;
  height: number | null;
  source: string | null;
  link: string | null;
  linkNote: string | null;
  /** 0 to 1, where place decided or was asked */
  linkProbability: number | null;
  /** what else was possible: id of a building or a row, with its probability */
  runnerUp: { id: string; probability: number | null } | null;
  /** the rows of a building that holds several */
  linkRows: string[];
  /** how many objects of the model the row stands for together; null = this one alone */
  sharedBy: number | null;
  /** where register and model disagree, a sentence each */
  conflicts: string[];
  /** names of the properties that the model says, not the row */
  fromModel: string[];
  /** longitude and latitude (or working-frame coordinates of a twin not placed on the globe) of the outline */
  outline: [number, number][];
}

interface Feature {
  id?: string | number;
  properties?: Record<string, unknown> | null;
  geometry?: { type: string; coordinates: unknown } | null;
}
interface Page {
  features: Feature[];
  numberMatched?: number;
  links?: { rel: string; href: string }[];
}

const kPage = 5000;

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
function amount(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((one) => text(one) ?? []) : [];
}

function answer(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** Flat list of the [x, y] pairs of any GeoJSON geometry. */
function positions(coordinates: unknown): [number, number][] {
  if (!Array.isArray(coordinates)) return [];
  if (typeof coordinates[0] === 'number') return [[Number(coordinates[0]), Number(coordinates[1])]];
  return coordinates.flatMap(positions);
}

export function readBuilding(feature: Feature): Building {
  const of = feature.properties ?? {};
  const code = text(of['use_code']);
  const runnerUp = text(of['link_runner_up']);
  return {
    id: String(feature.id ?? of['id'] ?? ''),
    feature: amount(of['feature']),
    permanentId: text(of['permanent_id']),
    use: code !== null && /^\d+$/.test(code) ? Number(code) : null,
    useText: text(of['use_text']),
    floorArea: amount(of['floor_area_m2']),
    storeys: amount(of['storeys']),
    year: amount(of['completion_year']),
    ownerType: text(of['owner_type']),
    use2018: text(of['use_code_2018']),
    municipalNumber: text(of['municipal_number']),
    propertyId: text(of['property_id']),
    totalArea: amount(of['total_area_m2']),
    basementArea: amount(of['basement_area_m2']),
    volume: amount(of['volume_m3']),
    dwellings: amount(of['dwellings']),
    material: text(of['material']),
    facade: text(of['facade_material']),
    heatingMode: text(of['heating_mode']),
    heatingSource: text(of['heating_source']),
    status: text(of['status']),
    lift: answer(of['lift']),
    connections: (['sewer', 'water', 'electricity', 'gas', 'cable'] as const).flatMap((network) => {
      const connected = answer(of[`connected_${network}`]);
      return connected === null ? [] : [{ network, connected }];
    }),
    addressSv: text(of['address_sv']),
    address: text(of['address']),
    height: amount(of['height_m']),
    source: text(of['register_source']) ?? text(of['source']),
    link: text(of['link']),
    linkNote: text(of['link_note']),
    linkProbability: amount(of['link_probability']),
    runnerUp: runnerUp === null ? null : { id: runnerUp, probability: amount(of['link_runner_up_probability']) },
    linkRows: texts(of['link_rows']),
    sharedBy: amount(of['link_shared_by']),
    conflicts: texts(of['conflicts']),
    fromModel: texts(of['from_model']),
    outline: positions(feature.geometry?.coordinates),
  };
}

/** The buildings of a branch as the server's features say them; the whole list is read once and only when needed. */
export class BuildingRegister {
  private list: Promise<Building[]> | null = null;
  private branch = '';

  constructor(private readonly api: Api) {}

  /** Forgets the list, after an import or when another branch is followed. */
  forget(): void {
    this.list = null;
  }

  /** How many buildings the branch has. */
  async count(branch: string): Promise<number | undefined> {
    const page = await this.api.get<Page>(`/collections/buildings/items?limit=1&branch=${segment(branch)}`);
    return page.numberMatched;
  }

  async one(branch: string, id: string): Promise<Building> {
    const path = `/collections/buildings/items/${segment(id)}?branch=${segment(branch)}`;
    return readBuilding(await this.api.get<Feature>(path));
  }

  /** @param progress  buildings read so far and how many there are, when the server says so */
  all(branch: string, progress: (read: number, of: number | null) => void): Promise<Building[]> {
    if (this.list === null || branch !== this.branch) {
      this.branch = branch;
      this.list = this.read(branch, progress);
      this.list.catch(() => this.forget());
    }
    return this.list;
  }

  private async read(branch: string, progress: (read: number, of: number | null) => void): Promise<Building[]> {
    const buildings: Building[] = [];
    for (let offset = 0; ; offset += kPage) {
      const query = `limit=${kPage}&offset=${offset}&branch=${segment(branch)}`;
      const page = await this.api.get<Page>(`/collections/buildings/items?${query}`);
      for (const feature of page.features) buildings.push(readBuilding(feature));
      progress(buildings.length, page.numberMatched ?? null);
      if (page.features.length < kPage) return buildings;
    }
  }
}

import type { Api } from '../net/api';

/** An object of the city that is no building, as the server's features say it. */
export interface CityObject {
  id: string;
  feature: number | null;
  /** class of the city model, "Road" */
  type: string;
  name: string | null;
  parent: string | null;
  source: string | null;
}

interface Feature {
  id: string | number;
  properties: Record<string, unknown> | null;
}

export function readCityObject(feature: Feature): CityObject {
  const of = feature.properties ?? {};
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  return {
    id: String(feature.id),
    feature: typeof of['feature'] === 'number' ? of['feature'] : null,
    type: text(of['type']) ?? '',
    name: text(of['name']),
    parent: text(of['parent']),
    source: text(of['source']),
  };
}

export async function fetchCityObject(api: Api, branch: string, id: string): Promise<CityObject> {
  const path = `/collections/city-objects/items/${encodeURIComponent(id)}?branch=${encodeURIComponent(branch)}`;
  return readCityObject(await api.get<Feature>(path));
}

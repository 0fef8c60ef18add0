/** The twin-wide features of one tile: by tile-local feature id. */
export interface TileFeatures {
  /** twin-wide feature number */
  numbers: Uint32Array;
  /** id in the source */
  ids: string[];
}

interface Property {
  values: number;
  stringOffsets?: number;
  stringOffsetType?: 'UINT8' | 'UINT16' | 'UINT32' | 'UINT64';
}

/** The part of EXT_structural_metadata that the server's tiles use. */
export interface StructuralMetadata {
  propertyTables?: { count: number; properties: Record<string, Property> }[];
}

/** Name of the feature number that stands for "belongs to no feature". */
export const kNoFeature = 0xffffffff;

type BufferView = (index: number) => Promise<ArrayBuffer>;

function offsets(bytes: ArrayBuffer, type: string, count: number): number[] {
  const view = new DataView(bytes);
  const read: Record<string, (at: number) => number> = {
    UINT8: (at) => view.getUint8(at),
    UINT16: (at) => view.getUint16(at * 2, true),
    UINT32: (at) => view.getUint32(at * 4, true),
    UINT64: (at) => Number(view.getBigUint64(at * 8, true)),
  };
  const at = read[type] ?? read['UINT32'];
  return Array.from({ length: count }, (_, index) => (at === undefined ? 0 : at(index)));
}

/** Reads property table `table`: columns `feature` (UINT32) and `id` (STRING). */
export async function readTileFeatures(
  metadata: StructuralMetadata,
  table: number,
  bufferView: BufferView,
): Promise<TileFeatures> {
  const propertyTable = metadata.propertyTables?.[table];
  const feature = propertyTable?.properties['feature'];
  if (propertyTable === undefined || feature === undefined) return { numbers: new Uint32Array(0), ids: [] };
  const { count } = propertyTable;
  const numberBytes = (await bufferView(feature.values)).slice(0, count * 4);
  const numbers = new Uint32Array(numberBytes);

  const id = propertyTable.properties['id'];
  if (id?.stringOffsets === undefined) return { numbers, ids: [] };
  const text = new Uint8Array(await bufferView(id.values));
  const ends = offsets(await bufferView(id.stringOffsets), id.stringOffsetType ?? 'UINT32', count + 1);
  const decoder = new TextDecoder();
  const ids = Array.from({ length: count }, (_, row) => decoder.decode(text.subarray(ends[row], ends[row + 1])));
  return { numbers, ids };
}

/** Per vertex: the twin-wide feature number behind the tile-local id of `EXT_mesh_features`. */
export function vertexFeatures(
  localIds: ArrayLike<number>,
  features: TileFeatures,
  nullFeatureId: number | undefined,
): Uint32Array {
  const result = new Uint32Array(localIds.length);
  for (let at = 0; at < localIds.length; at += 1) {
    const local = localIds[at] ?? -1;
    result[at] = local === nullFeatureId ? kNoFeature : (features.numbers[local] ?? kNoFeature);
  }
  return result;
}

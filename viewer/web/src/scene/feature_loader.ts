import { BufferAttribute, Mesh, type BufferGeometry, type Object3D } from 'three';
import { GLTFLoader, type GLTF, type GLTFParser } from 'three/addons/loaders/GLTFLoader.js';
import {
  readTileFeatures,
  vertexFeatures,
  type StructuralMetadata,
  type TileFeatures,
} from './feature_metadata';

interface FeatureId {
  attribute?: number;
  propertyTable?: number;
  nullFeatureId?: number;
}
interface Primitive {
  extensions?: { EXT_mesh_features?: { featureIds?: FeatureId[] } };
}

/** A mesh of a tile whose geometry carries `featureNumber` per vertex. */
export interface FeatureMesh extends Mesh<BufferGeometry> {
  userData: { tileFeatures: TileFeatures; surface: string };
}

export function isFeatureMesh(object: Object3D): object is FeatureMesh {
  return object instanceof Mesh && object.userData['tileFeatures'] !== undefined;
}

/** GLTFLoader that turns EXT_mesh_features and EXT_structural_metadata into twin-wide feature numbers. */
export function makeFeatureLoader(): GLTFLoader {
  const loader = new GLTFLoader();
  loader.register((parser) => ({
    name: 'EXT_structural_metadata',
    afterRoot: (result) => addFeatures(parser, result),
  }));
  return loader;
}

async function addFeatures(parser: GLTFParser, result: GLTF): Promise<void> {
  const json = parser.json as {
    extensions?: { EXT_structural_metadata?: StructuralMetadata };
    meshes?: { primitives: Primitive[] }[];
  };
  const metadata = json.extensions?.EXT_structural_metadata;
  if (metadata === undefined) return;
  const tables = new Map<number, Promise<TileFeatures>>();
  const bufferView = (index: number): Promise<ArrayBuffer> =>
    parser.getDependency('bufferView', index) as Promise<ArrayBuffer>;

  const meshes: Mesh<BufferGeometry>[] = [];
  result.scene.traverse((object) => {
    if (object instanceof Mesh) meshes.push(object as Mesh<BufferGeometry>);
  });
  for (const mesh of meshes) {
    const at = parser.associations.get(mesh);
    const primitive = json.meshes?.[at?.meshes ?? -1]?.primitives[at?.primitives ?? -1];
    const set = primitive?.extensions?.EXT_mesh_features?.featureIds?.[0];
    if (set?.attribute === undefined) continue;
    const table = set.propertyTable ?? 0;
    if (!tables.has(table)) tables.set(table, readTileFeatures(metadata, table, bufferView));
    const features = await (tables.get(table) as Promise<TileFeatures>);
    const local = mesh.geometry.getAttribute(`_feature_id_${set.attribute}`);
    if (local === undefined) continue;
    const ids = Array.from({ length: local.count }, (_, vertex) => Math.round(local.getX(vertex)));
    const numbers = vertexFeatures(ids, features, set.nullFeatureId);
    mesh.geometry.setAttribute('featureNumber', new BufferAttribute(numbers, 1));
    mesh.geometry.deleteAttribute(`_feature_id_${set.attribute}`);
    const material = Array.isArray(mesh.material) ? mesh.material[0] : mesh.material;
    mesh.userData['tileFeatures'] = features;
    mesh.userData['surface'] = material?.name ?? '';
  }
}

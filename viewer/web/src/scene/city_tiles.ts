import { Box3, Matrix4, Vector3, type Camera, type Group, type Material, type Object3D, type Raycaster } from 'three';
import { TilesRenderer } from '3d-tiles-renderer';
import { kSurroundings } from '../model/colours';
import { Signal } from '../signal';
import { EdgeLines } from './edge_lines';
import { isFeatureMesh, makeFeatureLoader, type FeatureMesh } from './feature_loader';
import { drawingOrder, makeSurroundingMaterial } from './feature_material';
import type { Stage } from './stage';

export interface FeatureHit {
  feature: number;
  id: string;
  point: Vector3;
}

/** Metres along a ray. */
const kOnePlace = 2;
/** What lies flat needs no lines around it. */
const kFlat = new Set(['ground', 'terrain', 'water', 'land', 'green', 'road']);

function isAround(mesh: FeatureMesh): boolean {
  return kSurroundings[mesh.userData.surface] !== undefined;
}

/** The buildings of one branch and what is around them: 3D Tiles in the scene frame (east, north, up). */
export class CityTiles {
  readonly changes = new Signal<void>();
  readonly failures = new Signal<string>();
  readonly progress = new Signal<number>();
  private tiles: TilesRenderer | null = null;
  private coming: TilesRenderer | null = null;
  private readonly loaded = new Set<FeatureMesh>();
  private readonly idsByFeature = new Map<number, string>();
  private readonly objectIds = new Map<number, string>();
  private readonly aroundMaterials = new Map<string, Material>();
  private surroundings = true;

  constructor(
    private readonly stage: Stage,
    private readonly edges: EdgeLines,
    private material: Material,
    private flat: boolean,
    private bright: number,
  ) {
    stage.beforeFrame.listen(() => this.update());
  }

  /** Shows the tileset at the address; the one before stays until the new one has arrived. */
  open(address: string, sceneToEcef: number[] | null, keepOld: boolean): void {
    if (!keepOld) this.close(this.tiles);
    this.close(this.coming);
    const tiles = new TilesRenderer(address);
    tiles.fetchOptions = { cache: 'no-cache' };
    tiles.manager.addHandler(/\.(gltf|glb)(\?.*)?$/i, makeFeatureLoader());
    tiles.errorTarget = 12;
    tiles.setCamera(this.stage.camera as Camera);
    const placed = sceneToEcef !== null && sceneToEcef.length === 16;
    const inverse = placed ? new Matrix4().fromArray(sceneToEcef).invert() : new Matrix4();
    tiles.group.matrixAutoUpdate = false;
    tiles.group.matrix.copy(inverse);
    tiles.group.updateMatrixWorld(true);
    tiles.addEventListener('load-model', ({ scene }) => this.adopt(scene));
    tiles.addEventListener('dispose-model', ({ scene }) => this.release(scene));
    tiles.addEventListener('needs-update', () => this.stage.ask());
    tiles.addEventListener('load-root-tileset', () => {
      if (!hasContent(tiles.root)) this.replace(tiles);
    });
    tiles.addEventListener('load-error', ({ url, error }) => this.failures.emit(`${String(url)}: ${error.message}`));
    tiles.addEventListener('tiles-load-end', () => {
      this.replace(tiles);
      this.changes.emit();
    });
    tiles.group.visible = this.tiles === null;
    this.stage.scene.add(tiles.group as unknown as Group);
    this.coming = tiles;
    this.stage.ask();
  }

  paintWith(material: Material, flat: boolean): void {
    this.material = material;
    this.dress(this.bright, flat);
  }

  /** @param bright  of the surroundings, 1 = as colours.json has them */
  dress(bright: number, flat = this.flat): void {
    if (flat !== this.flat || bright !== this.bright) {
      for (const old of this.aroundMaterials.values()) old.dispose();
      this.aroundMaterials.clear();
    }
    this.flat = flat;
    this.bright = bright;
    for (const mesh of this.loaded) mesh.material = this.materialOf(mesh);
    this.stage.ask();
  }

  /** Streets, water, green and what else is around the buildings, shown or not. */
  showSurroundings(shown: boolean): void {
    this.surroundings = shown;
    for (const mesh of this.loaded) if (isAround(mesh)) mesh.visible = shown;
    this.stage.showGrid(!shown || !this.hasSurroundings);
    this.stage.ask();
  }

  get hasSurroundings(): boolean {
    return this.objectIds.size > 0;
  }

  private materialOf(mesh: FeatureMesh): Material {
    const { surface } = mesh.userData;
    const colour = kSurroundings[surface];
    if (colour === undefined) return this.material;
    let material = this.aroundMaterials.get(surface);
    if (material === undefined) {
      material = makeSurroundingMaterial(surface, colour, this.bright, this.flat);
      this.aroundMaterials.set(surface, material);
    }
    return material;
  }

  /** True when everything the picture needs has arrived. */
  get settled(): boolean {
    return this.tiles !== null && this.coming === null && this.tiles.loadProgress >= 1 && this.edges.pending === 0;
  }

  /** Around the buildings; around everything where there are none. */
  get bounds(): Box3 {
    const box = new Box3();
    const buildings = (this.tiles?.rootTileset as { extras?: { buildings?: { box?: number[] } } } | null | undefined)?.extras?.buildings?.box;
    if (buildings?.length === 12) {
      const [x, y, z, half, , , , deep, , , , high] = buildings as [number, number, number, number, 0, 0, 0, number, 0, 0, 0, number];
      return box.setFromCenterAndSize(new Vector3(x, y, z), new Vector3(2 * half, 2 * deep, 2 * high));
    }
    const matrix = new Matrix4();
    if (this.tiles?.getOrientedBoundingBox(box, matrix) !== true) return box.makeEmpty();
    return box.applyMatrix4(matrix.premultiply(this.tiles.group.matrixWorld));
  }

  /** The first building under a ray. */
  pick(raycaster: Raycaster): FeatureHit | null {
    return this.hit(raycaster, false);
  }

  /** The first other object under a ray, as long as the surroundings are shown. */
  pickAround(raycaster: Raycaster): FeatureHit | null {
    return this.surroundings ? this.hit(raycaster, true) : null;
  }

  private hit(raycaster: Raycaster, around: boolean): FeatureHit | null {
    if (this.tiles === null) return null;
    let best: { feature: number; distance: number; order: number; point: Vector3 } | null = null;
    for (const hit of raycaster.intersectObject(this.tiles.group as unknown as Object3D, true)) {
      if (!isFeatureMesh(hit.object) || hit.face == null || isAround(hit.object) !== around) continue;
      // Covers of the ground hide nothing by being higher: of those at one place the one painted last is seen.
      const order = drawingOrder(hit.object.userData.surface);
      if (best !== null && (hit.distance - best.distance > kOnePlace || best.order === 0)) break;
      if (best !== null && (order === 0 || order <= best.order)) continue;
      const feature = hit.object.geometry.getAttribute('featureNumber').getX(hit.face.a);
      best = { feature, distance: hit.distance, order, point: hit.point };
    }
    if (best === null) return null;
    const { feature, point } = best;
    return { feature, id: (around ? this.objectIds : this.idsByFeature).get(feature) ?? '', point };
  }

  idOf(feature: number): string | undefined {
    return this.idsByFeature.get(feature);
  }
  featureOf(id: string): number | undefined {
    for (const [feature, one] of this.idsByFeature) if (one === id) return feature;
    return undefined;
  }
  get features(): Iterable<number> {
    return this.idsByFeature.keys();
  }

  /** Corners of the feature's triangles in the scene frame, nine numbers each; empty while its tile is not loaded. */
  triangles(feature: number): Float32Array {
    const corners: number[] = [];
    const point = new Vector3();
    for (const mesh of this.loaded) {
      const numbers = mesh.geometry.getAttribute('featureNumber');
      const position = mesh.geometry.getAttribute('position');
      const { index } = mesh.geometry;
      const toScene = this.toScene(mesh);
      for (let at = 0; at < (index?.count ?? position.count); at += 1) {
        const vertex = index === null ? at : index.getX(at);
        if (numbers.getX(vertex) !== feature) continue;
        point.fromBufferAttribute(position, vertex).applyMatrix4(toScene);
        corners.push(point.x, point.y, point.z);
      }
    }
    return new Float32Array(corners);
  }

  /** A tile that has arrived but is not drawn yet hangs in no group: its group's matrix is missing in its own. */
  private toScene(mesh: FeatureMesh): Matrix4 {
    mesh.updateWorldMatrix(true, false);
    let top: Object3D = mesh;
    while (top.parent !== null) top = top.parent;
    const group = (this.coming ?? this.tiles)?.group;
    if (top === this.stage.scene || group === undefined) return mesh.matrixWorld;
    return group.matrixWorld.clone().multiply(mesh.matrixWorld);
  }

  private update(): void {
    for (const tiles of [this.tiles, this.coming]) {
      if (tiles === null) continue;
      tiles.setResolutionFromRenderer(this.stage.camera as Camera, this.stage.renderer);
      tiles.update();
    }
    if (this.tiles !== null) this.progress.emit(this.tiles.loadProgress);
  }

  private adopt(scene: Object3D): void {
    const meshes: FeatureMesh[] = [];
    scene.traverse((object) => {
      if (isFeatureMesh(object)) meshes.push(object);
    });
    for (const mesh of meshes) {
      mesh.material = this.materialOf(mesh);
      mesh.visible = this.surroundings || !isAround(mesh);
      mesh.renderOrder = isAround(mesh) ? drawingOrder(mesh.userData.surface) : 0;
      this.loaded.add(mesh);
      this.note(mesh);
      if (!kFlat.has(mesh.userData.surface)) this.edges.add(mesh);
    }
    this.changes.emit();
    this.stage.ask();
  }

  private note(mesh: FeatureMesh): void {
    const { numbers, ids } = mesh.userData.tileFeatures;
    const into = isAround(mesh) ? this.objectIds : this.idsByFeature;
    numbers.forEach((feature, local) => into.set(feature, ids[local] ?? ''));
    this.stage.showGrid(!this.surroundings || !this.hasSurroundings);
  }

  private release(scene: Object3D): void {
    scene.traverse((object) => {
      if (!isFeatureMesh(object)) return;
      this.loaded.delete(object);
      this.edges.drop(object);
    });
    this.stage.ask();
  }

  private replace(tiles: TilesRenderer): void {
    if (tiles !== this.coming) return;
    this.close(this.tiles);
    this.tiles = tiles;
    this.coming = null;
    tiles.group.visible = true;
    this.idsByFeature.clear();
    this.objectIds.clear();
    for (const mesh of this.loaded) this.note(mesh);
    this.changes.emit();
    this.stage.ask();
  }

  private close(tiles: TilesRenderer | null): void {
    if (tiles === null) return;
    this.stage.scene.remove(tiles.group as unknown as Group);
    tiles.dispose();
    if (tiles === this.tiles) this.tiles = null;
    if (tiles === this.coming) this.coming = null;
  }
}

interface TileLike {
  content?: unknown;
  contents?: unknown[];
  children?: TileLike[];
}

function hasContent(tile: unknown): boolean {
  const one = tile as TileLike | null;
  if (one === null) return false;
  return one.content !== undefined || one.contents !== undefined || (one.children ?? []).some(hasContent);
}

import { Box3, Raycaster, Vector2, Vector3, type Material } from 'three';
import { classOf, packed, kContextColour, kNoDataColour, type Variable } from '../model/colours';
import type { Values } from '../model/twin_model';
import { Signal } from '../signal';
import { CameraRig } from './camera_rig';
import { CityTiles } from './city_tiles';
import { EdgeLines } from './edge_lines';
import { FeatureColours } from './feature_colours';
import { makeFeatureMaterial } from './feature_material';
import { Highlight } from './highlight';
import { PlanLayer } from './plan_layer';
import { Stage } from './stage';
import { StudyLayer } from './study_layer';
import { kDark, kLight, type Theme } from './theme';

const kGlowMs = 1000;

export type Picked =
  | { kind: 'building'; feature: number; id: string }
  | { kind: 'unit'; id: string }
  | { kind: 'object'; feature: number; id: string }
  | null;

/** The city in 3D: everything that is drawn, behind words the panels use. */
export class City {
  readonly stage: Stage;
  readonly rig: CameraRig;
  readonly tiles: CityTiles;
  readonly plan: PlanLayer;
  readonly study: StudyLayer;
  readonly picks = new Signal<Picked>();
  /** milliseconds from a value frame's arrival to the new colours handed to the GPU */
  readonly recolourMs: number[] = [];
  /** pixels at the right that the panel of a selection covers */
  coverage = 0;
  private readonly colours: FeatureColours;
  private readonly highlight: Highlight;
  private readonly edges: EdgeLines;
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');
  private glowUntil = 0;
  private selectedFeature: number | null = null;

  constructor(canvas: HTMLCanvasElement, flat: boolean) {
    const theme = this.theme;
    this.stage = new Stage(canvas, theme);
    this.rig = new CameraRig(this.stage.camera, canvas);
    this.rig.moves.listen(() => this.stage.ask());
    this.edges = new EdgeLines(theme.edge, theme.edgeOpacity, () => this.stage.ask());
    this.colours = new FeatureColours(kContextColour, theme.glow);
    this.tiles = new CityTiles(this.stage, this.edges, this.material(flat), flat, theme.surroundings);
    this.plan = new PlanLayer(this.stage, theme, () => this.still.matches);
    this.study = new StudyLayer(this.stage, theme);
    this.highlight = new Highlight(this.stage, theme.accent);
    this.tiles.changes.listen(() => this.outline());
    this.dark.addEventListener('change', () => this.dress());
    this.stage.beforeFrame.listen(() => this.fade());
    this.listenToPointer(canvas);
  }

  private get theme(): Theme {
    return this.dark.matches ? kDark : kLight;
  }

  setFlat(flat: boolean): void {
    this.tiles.paintWith(this.material(flat), flat);
  }

  /** Colours every feature below `limit`; features without a value and classes not isolated are quiet. */
  paint(limit: number, variable: Variable | undefined, values: Values | undefined, isolated: number | null): void {
    const started = performance.now();
    const [noData, context] = [packed(kNoDataColour), packed(kContextColour)];
    if (values === undefined || variable === undefined) {
      this.colours.paint(limit, () => context);
    } else {
      const { numbers } = values;
      // Slot 0 is "no data", then the classes; what is not isolated is quiet.
      const palette = [noData, ...variable.classes.map((one) => packed(one.colour))].map((colour, at) =>
        isolated === null || isolated === at - 1 ? colour : context,
      );
      this.colours.paint(limit, (feature) => palette[classOf(variable, numbers[feature] as number) + 1] as number);
    }
    this.recolourMs.push(performance.now() - (values?.receivedAt ?? started));
    if (this.recolourMs.length > 200) this.recolourMs.shift();
    this.stage.ask();
  }

  glow(features: number[]): void {
    if (features.length === 0) return;
    this.colours.mark(features);
    this.colours.uniforms.glowStrength.value = 1;
    this.glowUntil = performance.now() + kGlowMs;
    this.stage.ask();
  }

  /** Buildings that something proposed takes the place of: outlines alone. */
  takeDown(buildings: string[]): void {
    this.colours.takeDown(buildings.flatMap((id) => this.tiles.featureOf(id) ?? []));
    this.stage.ask();
  }

  select(feature: number | null): void {
    this.selectedFeature = feature;
    this.outline();
  }

  /** Everything there is: buildings and plan units. */
  get bounds(): Box3 {
    const box = this.tiles.bounds;
    return box.isEmpty() ? this.plan.bounds : box.union(this.plan.bounds);
  }

  lookAtAll(): void {
    this.rig.frame(this.bounds, this.stage.free, { azimuth: 20, tilt: 52 });
  }

  lookAtFeature(feature: number): boolean {
    const box = boxOf(this.tiles.triangles(feature));
    if (box.isEmpty()) return false;
    this.rig.frame(box.expandByVector(new Vector3(40, 40, 0)), this.stage.free, { tilt: 40 }, this.coverage);
    return true;
  }

  lookAtUnit(id: string): void {
    const box = this.plan.box(id);
    if (box !== undefined) this.rig.frame(box.clone().expandByVector(new Vector3(30, 30, 0)), this.stage.free, {}, this.coverage);
  }

  /** Pixel of the page where a point of the scene frame is drawn. */
  project(point: Vector3): { x: number; y: number; behind: boolean } {
    const at = point.clone().project(this.stage.camera);
    const rect = this.stage.renderer.domElement.getBoundingClientRect();
    return {
      x: rect.left + ((at.x + 1) / 2) * rect.width,
      y: rect.top + ((1 - at.y) / 2) * rect.height,
      behind: at.z > 1,
    };
  }

  pickAt(clientX: number, clientY: number): Picked {
    const raycaster = this.rayThrough(clientX, clientY);
    const building = this.tiles.pick(raycaster);
    const unit = this.plan.pick(raycaster);
    if (building !== null) return { kind: 'building', feature: building.feature, id: building.id };
    if (unit !== null) return { kind: 'unit', id: unit.id };
    // Last, since the ground is under everything.
    const object = this.tiles.pickAround(raycaster);
    return object === null ? null : { kind: 'object', feature: object.feature, id: object.id };
  }

  /** Plan unit whose area or envelope is drawn at a pixel of the page, in front of a building or not. */
  unitAt(clientX: number, clientY: number): string | null {
    return this.plan.pick(this.rayThrough(clientX, clientY))?.id ?? null;
  }

  colourOf(feature: number): [number, number, number] {
    return this.colours.rgb(feature);
  }

  private rayThrough(clientX: number, clientY: number): Raycaster {
    const rect = this.stage.renderer.domElement.getBoundingClientRect();
    const at = new Vector2(((clientX - rect.left) / rect.width) * 2 - 1, 1 - ((clientY - rect.top) / rect.height) * 2);
    const raycaster = new Raycaster();
    raycaster.setFromCamera(at, this.stage.camera);
    return raycaster;
  }

  private material(flat: boolean): Material {
    return makeFeatureMaterial(this.colours.uniforms, flat);
  }

  private outline(): void {
    const none = new Float32Array(0);
    this.highlight.outline(this.selectedFeature === null ? none : this.tiles.triangles(this.selectedFeature));
  }

  private fade(): void {
    if (this.glowUntil === 0) return;
    const left = this.glowUntil - performance.now();
    this.colours.uniforms.glowStrength.value = left <= 0 ? 0 : this.still.matches ? 0.8 : left / kGlowMs;
    if (left <= 0) {
      this.glowUntil = 0;
      this.colours.mark([]);
    } else if (this.still.matches) {
      setTimeout(() => this.stage.ask(), left + 20);
    } else {
      this.stage.ask();
    }
  }

  private dress(): void {
    const theme = this.theme;
    this.stage.dress(theme);
    this.plan.dress(theme);
    this.study.dress(theme);
    this.tiles.dress(theme.surroundings);
    this.highlight.dress(theme.accent);
    this.edges.material.color.set(theme.edge);
    this.edges.material.opacity = theme.edgeOpacity;
    this.stage.ask();
  }

  private listenToPointer(canvas: HTMLCanvasElement): void {
    const down = new Vector2();
    canvas.addEventListener('pointerdown', (event) => down.set(event.clientX, event.clientY));
    canvas.addEventListener('pointerup', (event) => {
      if (event.button !== 0 || down.distanceTo(new Vector2(event.clientX, event.clientY)) > 5) return;
      this.picks.emit(this.pickAt(event.clientX, event.clientY));
    });
  }
}

export function boxOf(corners: Float32Array): Box3 {
  return new Box3().setFromArray(corners);
}

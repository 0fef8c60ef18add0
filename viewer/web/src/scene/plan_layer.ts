import {
  Box3, BufferAttribute, BufferGeometry, DoubleSide, Group, LineBasicMaterial, LineSegments, Mesh, MeshBasicMaterial,
  Vector3, type Raycaster,
} from 'three';
import type { Mesh as WireMesh, PlanUnitState } from '../generated/stream_pb';
import { planColour } from '../model/colours';
import { hasEnded } from '../model/life_cycle';
import { floats, integers } from '../model/twin_model';
import type { Stage } from './stage';
import type { Theme } from './theme';

const kGlowMs = 1000;
const kLift = 0.15;

interface Shown {
  group: Group;
  area: MeshBasicMaterial;
  outline: LineBasicMaterial;
  envelope: MeshBasicMaterial;
  edges: LineBasicMaterial;
  middle: Vector3;
  box: Box3;
  glowUntil: number;
  /** the plan no longer holds: a faint outline of what was */
  ended: boolean;
}

/** Plan units: their areas on the ground, and the legal envelope as a translucent volume with edges. */
export class PlanLayer {
  private readonly shown = new Map<string, Shown>();
  private selected: string | null = null;
  private envelopes = true;
  private covered = false;

  constructor(
    private readonly stage: Stage,
    private theme: Theme,
    private readonly stillness: () => boolean,
  ) {
    stage.beforeFrame.listen((time) => this.fade(time));
  }

  show(unit: PlanUnitState, glow: boolean): void {
    const before = this.shown.get(unit.id);
    this.remove(unit.id);
    const colour = planColour(unit.symbol);
    const one: Shown = {
      group: new Group(),
      area: new MeshBasicMaterial({ color: colour, transparent: true, depthWrite: false, side: DoubleSide }),
      outline: new LineBasicMaterial({ color: colour }),
      envelope: new MeshBasicMaterial({ transparent: true, depthWrite: false, side: DoubleSide }),
      edges: new LineBasicMaterial({ transparent: true }),
      middle: new Vector3(),
      box: new Box3(),
      ended: hasEnded(unit),
      glowUntil: glow ? performance.now() + kGlowMs : (before?.glowUntil ?? 0),
    };
    one.group.name = unit.id;
    const area = draw(unit.area, one.area, one.outline, one.group, 'area');
    area.position.z = kLift;
    area.renderOrder = -1;
    draw(one.ended ? undefined : unit.envelope, one.envelope, one.edges, one.group, 'envelope').renderOrder = 2;
    one.group.updateMatrixWorld(true);
    one.box.setFromObject(one.group);
    const ground = new Box3().setFromObject(area);
    one.box.getCenter(one.middle).setZ(Number.isFinite(one.box.max.z) ? one.box.max.z : 0);
    if (one.ended || unit.envelope === undefined) one.middle.z = ground.max.z;
    this.shown.set(unit.id, one);
    this.dressOne(unit.id, one);
    this.stage.scene.add(one.group);
    this.stage.ask();
  }

  remove(id: string): void {
    const one = this.shown.get(id);
    if (one === undefined) return;
    this.shown.delete(id);
    this.stage.scene.remove(one.group);
    one.group.traverse((object) => {
      if (object instanceof Mesh || object instanceof LineSegments) object.geometry.dispose();
    });
    for (const material of [one.area, one.outline, one.envelope, one.edges]) material.dispose();
    this.stage.ask();
  }

  clear(): void {
    for (const id of [...this.shown.keys()]) this.remove(id);
  }

  select(id: string | null): void {
    this.selected = id;
    for (const [name, one] of this.shown) this.dressOne(name, one);
    this.stage.ask();
  }

  /** Envelopes of all units, or only their areas. */
  showEnvelopes(shown: boolean): void {
    this.envelopes = shown;
    for (const [id, one] of this.shown) this.dressOne(id, one);
    this.stage.ask();
  }

  /** Something else is painted on the ground of the chosen unit: its area does not tint it. */
  cover(covered: boolean): void {
    this.covered = covered;
    for (const [id, one] of this.shown) this.dressOne(id, one);
    this.stage.ask();
  }

  glow(ids: Iterable<string>): void {
    for (const id of ids) {
      const one = this.shown.get(id);
      if (one !== undefined) one.glowUntil = performance.now() + kGlowMs;
    }
    this.stage.ask();
  }

  dress(theme: Theme): void {
    this.theme = theme;
    for (const [id, one] of this.shown) this.dressOne(id, one);
    this.stage.ask();
  }

  /** Where the label of a unit stands: above the middle of its envelope or area. */
  anchor(id: string): Vector3 | undefined {
    return this.shown.get(id)?.middle;
  }
  box(id: string): Box3 | undefined {
    return this.shown.get(id)?.box;
  }
  get bounds(): Box3 {
    const all = new Box3();
    for (const one of this.shown.values()) all.union(one.box);
    return all;
  }

  /** The unit under the pointer and how far away; areas and envelopes count alike. */
  pick(raycaster: Raycaster): { id: string; part: string; distance: number } | null {
    const meshes: Mesh[] = [];
    for (const one of this.shown.values()) {
      if (one.ended) continue;
      for (const child of one.group.children) if (child instanceof Mesh && child.visible) meshes.push(child);
    }
    const hit = raycaster.intersectObjects(meshes, false)[0];
    const id = hit?.object.parent?.name;
    return hit === undefined || id === undefined ? null : { id, part: hit.object.name, distance: hit.distance };
  }

  private dressOne(id: string, one: Shown): void {
    const chosen = id === this.selected;
    const glowing = one.glowUntil > performance.now();
    for (const child of one.group.children) if (child.name === 'envelope') child.visible = this.envelopes;
    one.area.opacity = this.covered ? 0 : one.ended ? (chosen ? 0.3 : 0.08) : chosen ? 0.75 : 0.5;
    one.envelope.color.set(glowing ? this.theme.glow : this.theme.envelope);
    one.envelope.opacity = (chosen ? 0.26 : 0.1) + (glowing ? 0.2 : 0);
    one.edges.color.set(glowing ? this.theme.glow : chosen ? this.theme.accent : this.theme.envelopeEdge);
    one.edges.opacity = chosen || glowing ? 1 : 0.5;
  }

  private fade(_time: number): void {
    const now = performance.now();
    let pending = 0;
    for (const [id, one] of this.shown) {
      if (one.glowUntil === 0) continue;
      const left = one.glowUntil - now;
      this.dressOne(id, one);
      if (left <= 0) {
        one.glowUntil = 0;
        continue;
      }
      pending = Math.max(pending, left);
      if (!this.stillness()) one.envelope.opacity = (id === this.selected ? 0.26 : 0.1) + (0.35 * left) / kGlowMs;
    }
    if (pending <= 0) return;
    if (this.stillness()) setTimeout(() => this.stage.ask(), pending + 20);
    else this.stage.ask();
  }
}

function draw(
  wire: WireMesh | undefined,
  faces: MeshBasicMaterial,
  lines: LineBasicMaterial,
  group: Group,
  name: string,
): Mesh {
  const position = new BufferAttribute(wire === undefined ? new Float32Array(0) : floats(wire.positions), 3);
  const solid = new BufferGeometry().setAttribute('position', position);
  solid.setIndex(new BufferAttribute(wire === undefined ? new Uint32Array(0) : integers(wire.triangles), 1));
  const mesh = new Mesh(solid, faces);
  mesh.name = name;
  if (wire === undefined || position.count === 0) return mesh;
  group.add(mesh);
  const edges = new BufferGeometry().setAttribute('position', position);
  edges.setIndex(new BufferAttribute(integers(wire.edges), 1));
  const segments = new LineSegments(edges, lines);
  segments.name = name;
  segments.renderOrder = 3;
  if (name === 'area') segments.position.z = kLift;
  group.add(segments);
  return mesh;
}

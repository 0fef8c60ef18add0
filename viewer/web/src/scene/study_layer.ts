import {
  BufferAttribute, BufferGeometry, Color, DoubleSide, Group, InstancedMesh, LineBasicMaterial, LineSegments, Matrix4, Mesh,
  MeshBasicMaterial, MeshLambertMaterial, PlaneGeometry, ShapeUtils, Vector2, Vector3,
} from 'three';
import { classOf, type Variable } from '../model/colours';
import type { Massing, Rings } from '../model/massing';
import { filled, type SunHours } from '../model/sun';
import type { Stage } from './stage';
import type { Theme } from './theme';

/** Squares stand so far in front of what they colour. */
const kLift_m = 0.2;
const kStorey_m = 3;

/** What a study of a plan unit adds to the city: proposed buildings storey by storey, and sun hours on ground and facades. */
export class StudyLayer {
  private readonly massing = new Group();
  private readonly sun = new Group();
  private readonly walls: MeshLambertMaterial;
  private readonly lines: LineBasicMaterial;

  constructor(
    private readonly stage: Stage,
    theme: Theme,
  ) {
    // A little behind itself, so that the lines of the storeys are whole.
    this.walls = new MeshLambertMaterial({ color: theme.massing, side: DoubleSide, polygonOffset: true, polygonOffsetFactor: 1, polygonOffsetUnits: 1 });
    this.lines = new LineBasicMaterial({ color: theme.massingEdge });
    this.massing.name = 'massing';
    this.sun.name = 'sun';
    stage.scene.add(this.massing, this.sun);
  }

  dress(theme: Theme): void {
    this.walls.color.set(theme.massing);
    this.lines.color.set(theme.massingEdge);
  }

  /** @param toScene from the twin's frame to the scene, about the unit */
  showMassing(massing: Massing | null, toScene: Matrix4): void {
    empty(this.massing);
    if (massing !== null && massing.buildings.length > 0) {
      const body = new Body(toScene);
      for (const building of massing.buildings) {
        building.floors.forEach((floor, i) => {
          const last = i + 1 === building.floors.length;
          for (const rings of floor.outline.coordinates) body.addStorey(rings, floor.floor_n2000_m, floor.top_n2000_m, last || !sameOutline(floor.outline.coordinates, building.floors[i + 1]?.outline.coordinates));
        });
      }
      this.massing.add(new Mesh(body.faces(), this.walls), new LineSegments(body.edges(), this.lines));
    }
    this.stage.ask();
  }

  /** @param part  hours and places; null = none */
  showSun(parts: Pick<SunHours, 'hours' | 'receivers'>[], scale: Variable, toScene: Matrix4): void {
    empty(this.sun);
    for (const part of parts) this.sun.add(squares(part, scale, toScene));
    this.stage.ask();
  }

  /** How many storeys' outlines and squares are drawn: for tests. */
  get counts(): { massing: number; sun: number } {
    const sun = this.sun.children.reduce((sum, one) => sum + (one as InstancedMesh).count, 0);
    return { massing: this.massing.children.length, sun };
  }
}

function sameOutline(a: Rings[], b: Rings[] | undefined): boolean {
  return b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function empty(group: Group): void {
  for (const child of [...group.children]) {
    group.remove(child);
    if (child instanceof Mesh || child instanceof LineSegments) child.geometry.dispose();
    if (child instanceof InstancedMesh) {
      (child.material as MeshBasicMaterial).dispose();
      child.dispose();
    }
  }
}

/** Triangles and lines of storeys, gathered. */
class Body {
  private readonly triangles: number[] = [];
  private readonly segments: number[] = [];

  constructor(private readonly toScene: Matrix4) {}

  addStorey(rings: Rings, low: number, high: number, roofed: boolean): void {
    const open = rings.map((ring) => ring.slice(0, -1));
    for (const ring of open) {
      ring.forEach((a, i) => {
        const b = ring[(i + 1) % ring.length] as [number, number];
        const [p, q, r, s] = [this.at(a, low), this.at(b, low), this.at(b, high), this.at(a, high)];
        this.triangles.push(...p, ...q, ...r, ...p, ...r, ...s);
        this.segments.push(...p, ...q, ...s, ...r, ...p, ...s);
      });
    }
    if (!roofed) return;
    const flat = open.map((ring) => ring.map(([x, y]) => new Vector2(x - (open[0]?.[0]?.[0] ?? 0), y - (open[0]?.[0]?.[1] ?? 0))));
    const corners = open.flat();
    for (const triangle of ShapeUtils.triangulateShape(flat[0] ?? [], flat.slice(1))) {
      for (const corner of triangle) this.triangles.push(...this.at(corners[corner] as [number, number], high));
    }
  }

  faces(): BufferGeometry {
    const out = new BufferGeometry().setAttribute('position', new BufferAttribute(new Float32Array(this.triangles), 3));
    out.computeVertexNormals();
    return out;
  }
  edges(): BufferGeometry {
    return new BufferGeometry().setAttribute('position', new BufferAttribute(new Float32Array(this.segments), 3));
  }

  private at([east, north]: [number, number], up: number): [number, number, number] {
    return new Vector3(east, north, up).applyMatrix4(this.toScene).toArray() as [number, number, number];
  }
}

/** One coloured square for each receiver that has or borrows a value: as large as the piece of ground or wall it stands for. */
function squares(part: Pick<SunHours, 'hours' | 'receivers'>, scale: Variable, toScene: Matrix4): InstancedMesh {
  const hours = filled(part.hours, part.receivers);
  const drawn = part.receivers.flatMap((receiver, i) => (hours[i] === undefined ? [] : [{ receiver, value: hours[i] as number }]));
  const material = new MeshBasicMaterial({ side: DoubleSide, fog: false });
  const mesh = new InstancedMesh(new PlaneGeometry(1, 1), material, drawn.length);
  const palette = scale.classes.map((one) => new Color(one.colour));
  const [place, right, up, normal, matrix] = [new Vector3(), new Vector3(), new Vector3(), new Vector3(), new Matrix4()];
  drawn.forEach(({ receiver, value }, i) => {
    const [east, north, height, nx, ny, nz] = receiver.at;
    const level = Math.abs(nz) > 0.5;
    // Walls lie across their normal: along the wall, then upwards.
    right.set(level ? 1 : -ny, level ? 0 : nx, 0).transformDirection(toScene);
    up.set(0, level ? 1 : 0, level ? 0 : 1).transformDirection(toScene);
    normal.set(nx, ny, nz).transformDirection(toScene);
    place.set(east, north, height).applyMatrix4(toScene).addScaledVector(normal, kLift_m);
    const high = level ? Math.sqrt(receiver.area_m2) : kStorey_m;
    const wide = level ? high : receiver.area_m2 / kStorey_m;
    matrix.makeBasis(right.multiplyScalar(wide), up.multiplyScalar(high), normal).setPosition(place);
    mesh.setMatrixAt(i, matrix);
    mesh.setColorAt(i, palette[Math.max(0, classOf(scale, value))] as Color);
  });
  mesh.frustumCulled = false;
  mesh.raycast = () => {};
  return mesh;
}

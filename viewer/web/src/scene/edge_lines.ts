import { BufferAttribute, BufferGeometry, LineBasicMaterial, LineSegments, type Mesh } from 'three';
import EdgeWorker from './edges.worker?worker';
import type { EdgeAnswer, EdgeOrder } from './edges.worker';

/** Draws the edges of tiles. They are found in a worker, so that a large tile does not hold up the picture. */
export class EdgeLines {
  readonly material: LineBasicMaterial;
  private readonly worker = new EdgeWorker();
  private readonly waiting = new Map<number, Mesh<BufferGeometry>>();
  private counter = 0;

  constructor(colour: string, opacity: number, whenDrawn: () => void) {
    this.material = new LineBasicMaterial({ color: colour, transparent: true, opacity, depthWrite: false });
    this.worker.addEventListener('message', (event: MessageEvent<EdgeAnswer>) => {
      const mesh = this.waiting.get(event.data.number);
      this.waiting.delete(event.data.number);
      if (mesh === undefined) return;
      const geometry = new BufferGeometry();
      geometry.setAttribute('position', new BufferAttribute(event.data.lines, 3));
      const lines = new LineSegments(geometry, this.material);
      lines.raycast = () => {};
      mesh.add(lines);
      // The group of tiles does not look for children that come later.
      lines.updateMatrixWorld(true);
      whenDrawn();
    });
  }

  get pending(): number {
    return this.waiting.size;
  }

  add(mesh: Mesh<BufferGeometry>): void {
    this.counter += 1;
    const position = mesh.geometry.getAttribute('position');
    const positions = Float32Array.from({ length: position.count * 3 }, (_, at) =>
      position.getComponent(Math.floor(at / 3), at % 3),
    );
    const { index } = mesh.geometry;
    const indices =
      index === null ? Uint32Array.from({ length: position.count }, (_, at) => at) : Uint32Array.from(index.array);
    const order: EdgeOrder = { number: this.counter, positions, indices };
    this.waiting.set(order.number, mesh);
    this.worker.postMessage(order, [positions.buffer, indices.buffer]);
  }

  /** Forgets a mesh that left the scene. */
  drop(mesh: Mesh<BufferGeometry>): void {
    for (const [number, waiting] of this.waiting) if (waiting === mesh) this.waiting.delete(number);
    for (const child of mesh.children) if (child instanceof LineSegments) child.geometry.dispose();
  }
}

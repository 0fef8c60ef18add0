import { LineSegments2 } from 'three/addons/lines/LineSegments2.js';
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js';
import { LineMaterial } from 'three/addons/lines/LineMaterial.js';
import { findEdges } from './edges';
import type { Stage } from './stage';

/** The outline of the selected building: strong where seen, faint where hidden. The building keeps its colour. */
export class Highlight {
  private readonly seen: LineMaterial;
  private readonly hidden: LineMaterial;
  private lines: LineSegments2[] = [];

  constructor(
    private readonly stage: Stage,
    colour: string,
  ) {
    this.seen = new LineMaterial({ color: colour, linewidth: 3.5, transparent: true });
    this.hidden = new LineMaterial({ color: colour, linewidth: 1.5, transparent: true, opacity: 0.35, depthTest: false });
  }

  dress(colour: string): void {
    this.seen.color.set(colour);
    this.hidden.color.set(colour);
    this.stage.ask();
  }

  /** @param corners  x, y, z of triangle corners, nine numbers per triangle; empty = nothing selected */
  outline(corners: Float32Array): void {
    for (const line of this.lines) {
      this.stage.scene.remove(line);
      line.geometry.dispose();
    }
    this.lines = [];
    if (corners.length > 0) {
      const indices = Uint32Array.from({ length: corners.length / 3 }, (_, at) => at);
      const geometry = new LineSegmentsGeometry().setPositions(findEdges(corners, indices));
      this.lines = [this.hidden, this.seen].map((material) => new LineSegments2(geometry, material));
      for (const line of this.lines) {
        line.renderOrder = 5;
        line.raycast = () => {};
        this.stage.scene.add(line);
      }
    }
    this.stage.ask();
  }
}

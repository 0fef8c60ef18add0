import { Vector3 } from 'three';
import type { App } from './app';
import { boxOf } from './scene/city';
import type { KpiFrame } from './generated/stream_pb';

/** What tests and curious people may ask of the page: `window.kaksonen`. Reading only, except for `look`. */
export interface Inspection {
  /** fulfilled once the branch is known and everything the picture needs has been drawn */
  ready: Promise<void>;
  /** pixel of the page at which the middle of the feature's largest upward face is drawn; null while not loaded */
  project(feature: number): { x: number; y: number } | null;
  /** draws the picture anew and reads one pixel of it, sRGB bytes */
  pixel(x: number, y: number): [number, number, number];
  /** feature number under a pixel; null when there is no building */
  featureAt(x: number, y: number): number | null;
  /** plan unit whose area or envelope is drawn at a pixel, over a building or not */
  unitAt(x: number, y: number): string | null;
  /** colour that the legend's definition gives the feature now, sRGB bytes */
  colourOf(feature: number): [number, number, number];
  /** moves the camera above a feature; false while its tile is not loaded */
  look(feature: number): boolean;
  /** bodies and squares of the study of the chosen unit that are drawn */
  readonly study: { massing: number; sun: number };
  readonly features: number[];
  readonly lastKpi: KpiFrame | null;
  /** milliseconds from the server's receipt of an edit to this page's receipt of its figures (clocks of both machines) */
  readonly latencies: number[];
  /** milliseconds from a value frame's arrival to its colours handed to the GPU */
  readonly recolourMs: number[];
}

declare global {
  interface Window {
    kaksonen: Inspection;
  }
}

/** Middle of the largest triangle that looks up, or of everything when none does. */
function topOf(corners: Float32Array): Vector3 | null {
  if (corners.length === 0) return null;
  let best = 0;
  let middle = boxOf(corners).getCenter(new Vector3());
  for (let at = 0; at < corners.length; at += 9) {
    const [a, b, c] = [0, 3, 6].map((corner) => new Vector3().fromArray(corners, at + corner)) as [Vector3, Vector3, Vector3];
    const normal = b.clone().sub(a).cross(c.clone().sub(a));
    if (normal.z <= 0 || normal.z / normal.length() < 0.5 || normal.z <= best) continue;
    best = normal.z;
    middle = a.add(b).add(c).divideScalar(3);
  }
  return middle;
}

export function installInspection(app: App): void {
  const { city, model } = app;
  const latencies: number[] = [];
  let lastKpi: KpiFrame | null = null;
  model.kpiChanges.listen(({ now }) => {
    lastKpi = now;
    if (now.editReceivedUnixUs === 0n) return;
    latencies.push(performance.timeOrigin + performance.now() - Number(now.editReceivedUnixUs) / 1000);
  });
  const ready = new Promise<void>((resolve) => {
    const look = (): void => {
      const empty = model.live && app.buildingCount === 0;
      const drawn = model.live && app.buildingCount !== undefined && city.tiles.settled && model.values.size > 0;
      if (empty || drawn) resolve();
      else setTimeout(look, 100);
    };
    look();
  });
  window.kaksonen = {
    ready,
    project(feature) {
      const top = topOf(city.tiles.triangles(feature));
      return top === null ? null : city.project(top);
    },
    pixel(x, y) {
      const { renderer } = city.stage;
      const rect = renderer.domElement.getBoundingClientRect();
      const ratio = renderer.getPixelRatio();
      city.stage.draw();
      const gl = renderer.getContext();
      const bytes = new Uint8Array(4);
      const [left, bottom] = [Math.floor((x - rect.left) * ratio), Math.floor((rect.height - (y - rect.top)) * ratio)];
      gl.readPixels(left, bottom, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
      return [bytes[0] ?? 0, bytes[1] ?? 0, bytes[2] ?? 0];
    },
    featureAt(x, y) {
      const picked = city.pickAt(x, y);
      return picked?.kind === 'building' ? picked.feature : null;
    },
    unitAt: (x, y) => city.unitAt(x, y),
    colourOf: (feature) => city.colourOf(feature),
    look(feature) {
      return city.lookAtFeature(feature);
    },
    get study() {
      return city.study.counts;
    },
    get features() {
      return [...city.tiles.features];
    },
    get lastKpi() {
      return lastKpi;
    },
    latencies,
    recolourMs: city.recolourMs,
  };
}

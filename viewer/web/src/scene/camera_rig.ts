import { MathUtils, MOUSE, TOUCH, Vector3, type Box3, type PerspectiveCamera } from 'three';
import { MapControls } from 'three/addons/controls/MapControls.js';
import { Signal } from '../signal';
import type { Pose } from '../model/view';

const kNearest = 15;
const kFarthest = 12_000;
const kLowestTilt = 85;
/** A framed box fills the picture but for this. */
const kMargin = 1.08;

/** Orbit, pan and zoom around a point of the city, by mouse, finger and keys. */
export class CameraRig {
  readonly moves = new Signal<void>();
  private readonly controls: MapControls;
  private readonly camera: PerspectiveCamera;

  constructor(camera: PerspectiveCamera, surface: HTMLElement) {
    this.camera = camera;
    this.controls = new MapControls(camera, surface);
    Object.assign(this.controls, {
      enableDamping: false,
      zoomToCursor: true,
      screenSpacePanning: false,
      minDistance: kNearest,
      maxDistance: kFarthest,
      maxPolarAngle: MathUtils.degToRad(kLowestTilt),
      mouseButtons: { LEFT: MOUSE.PAN, MIDDLE: MOUSE.DOLLY, RIGHT: MOUSE.ROTATE },
      touches: { ONE: TOUCH.PAN, TWO: TOUCH.DOLLY_ROTATE },
    });
    this.controls.addEventListener('change', () => {
      this.fitDepth();
      this.moves.emit();
    });
    this.pose = { east: 0, north: 0, up: 0, distance: 600, azimuth: 0, tilt: 55 };
  }

  get target(): Vector3 {
    return this.controls.target;
  }

  get pose(): Pose {
    const { target } = this.controls;
    const offset = this.camera.position.clone().sub(target);
    const distance = offset.length();
    return {
      east: target.x,
      north: target.y,
      up: target.z,
      distance,
      azimuth: (MathUtils.radToDeg(Math.atan2(-offset.x, -offset.y)) + 360) % 360,
      tilt: MathUtils.radToDeg(Math.acos(MathUtils.clamp(offset.z / distance, -1, 1))),
    };
  }

  set pose(pose: Pose) {
    const tilt = MathUtils.degToRad(MathUtils.clamp(pose.tilt, 0.01, kLowestTilt));
    const azimuth = MathUtils.degToRad(pose.azimuth);
    this.controls.target.set(pose.east, pose.north, pose.up);
    const level = Math.sin(tilt) * pose.distance;
    this.camera.position.set(
      pose.east - Math.sin(azimuth) * level,
      pose.north - Math.cos(azimuth) * level,
      pose.up + Math.cos(tilt) * pose.distance,
    );
    this.controls.update();
    this.fitDepth();
    this.moves.emit();
  }

  /**
   * Puts a box in the middle of the free part of the picture, seen from the present direction unless said otherwise.
   *
   * @param free      pixels of the picture that panels leave free, and of its whole height
   * @param coverage  further pixels at the right that will be covered
   */
  frame(
    box: Box3,
    free: { width: number; height: number; ofHeight: number },
    direction: Partial<Pick<Pose, 'azimuth' | 'tilt'>> = {},
    coverage = 0,
  ): void {
    if (box.isEmpty()) return;
    const half = Math.tan(MathUtils.degToRad(this.camera.fov / 2));
    const azimuth = MathUtils.degToRad(direction.azimuth ?? this.pose.azimuth);
    const tilt = MathUtils.degToRad(direction.tilt ?? this.pose.tilt);
    const middle = box.getCenter(new Vector3()).setZ(box.min.z);
    const share = (pixels: number): number => (half * Math.max(120, pixels)) / free.ofHeight / kMargin;
    const distance = MathUtils.clamp(
      fittingDistance(box, middle, azimuth, tilt, share(free.width - coverage), share(free.height)), kNearest * 3, kFarthest);
    const aside = (coverage / 2 / free.ofHeight) * 2 * half * distance;
    const [east, north] = [middle.x + aside * Math.cos(azimuth), middle.y - aside * Math.sin(azimuth)];
    this.pose = { ...this.pose, ...direction, east, north, up: box.min.z, distance };
  }

  /** Steps by keys: pan in parts of the distance, turn and tilt in degrees, zoom as a factor. */
  step(by: { right?: number; ahead?: number; turn?: number; tilt?: number; zoom?: number }): void {
    const pose = this.pose;
    const azimuth = MathUtils.degToRad(pose.azimuth);
    const right = (by.right ?? 0) * pose.distance;
    const ahead = (by.ahead ?? 0) * pose.distance;
    this.pose = {
      ...pose,
      east: pose.east + right * Math.cos(azimuth) + ahead * Math.sin(azimuth),
      north: pose.north - right * Math.sin(azimuth) + ahead * Math.cos(azimuth),
      azimuth: (pose.azimuth + (by.turn ?? 0) + 360) % 360,
      tilt: MathUtils.clamp(pose.tilt + (by.tilt ?? 0), 0.01, kLowestTilt),
      distance: MathUtils.clamp(pose.distance * (by.zoom ?? 1), kNearest, kFarthest),
    };
  }

  /** Metres on the ground that one pixel covers at the point looked at. */
  metresPerPixel(heightInPixels: number): number {
    return (2 * Math.tan(MathUtils.degToRad(this.camera.fov / 2)) * this.pose.distance) / heightInPixels;
  }

  private fitDepth(): void {
    const distance = this.camera.position.distanceTo(this.controls.target);
    this.camera.near = Math.max(0.5, distance / 200);
    this.camera.far = Math.max(20_000, distance * 6);
    this.camera.updateProjectionMatrix();
    // Whoever asks where a point is drawn need not wait for the next picture.
    this.camera.updateMatrixWorld();
  }
}

/**
 * How far from `middle` the camera must stand for all corners of the box to be in the picture.
 * `wide` and `high` are tangents of half the angles that the picture spans.
 */
function fittingDistance(box: Box3, middle: Vector3, azimuth: number, tilt: number, wide: number, high: number): number {
  const right = new Vector3(Math.cos(azimuth), -Math.sin(azimuth), 0);
  const back = new Vector3(-Math.sin(azimuth) * Math.sin(tilt), -Math.cos(azimuth) * Math.sin(tilt), Math.cos(tilt));
  const up = new Vector3().crossVectors(back, right);
  let distance = 0;
  for (let corner = 0; corner < 8; corner += 1) {
    const at = new Vector3(
      corner & 1 ? box.max.x : box.min.x,
      corner & 2 ? box.max.y : box.min.y,
      corner & 4 ? box.max.z : box.min.z,
    ).sub(middle);
    const needed = Math.max(Math.abs(at.dot(right)) / wide, Math.abs(at.dot(up)) / high);
    distance = Math.max(distance, at.dot(back) + needed);
  }
  return distance;
}

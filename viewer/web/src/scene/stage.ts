import {
  BackSide, Color, DirectionalLight, Fog, HemisphereLight, Mesh, MeshBasicMaterial, PerspectiveCamera, PlaneGeometry,
  Scene, ShaderMaterial, SphereGeometry, BufferAttribute, BufferGeometry, LineBasicMaterial, LineSegments, WebGLRenderer,
} from 'three';
import { Signal } from '../signal';
import type { Theme } from './theme';

const kFieldOfView = 38;
const kGroundSize = 40_000;
const kGridStep = 100;
const kGridHalf = 2_000;

/** Renderer, light, sky and ground. Draws only when asked to. */
export class Stage {
  readonly renderer: WebGLRenderer;
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(kFieldOfView, 1, 1, kGroundSize);
  readonly beforeFrame = new Signal<number>();
  readonly afterFrame = new Signal<number>();
  private readonly ground: Mesh<PlaneGeometry, MeshBasicMaterial>;
  private readonly grid: LineSegments<BufferGeometry, LineBasicMaterial>;
  private readonly sky: Mesh<SphereGeometry, ShaderMaterial>;
  private asked = false;
  private inset = { left: 0, top: 0, bottom: 0 };

  constructor(canvas: HTMLCanvasElement, theme: Theme) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'high-performance' });
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.camera.up.set(0, 0, 1);

    // A face that looks up gets exactly 1: its colour on the screen is the legend's colour.
    const sun = new DirectionalLight('#fff6e6', 1.7);
    sun.position.set(-0.55, -0.75, 1.15);
    const upwards = sun.position.z / sun.position.length();
    const sky = new HemisphereLight('#ffffff', '#8d8a84', Math.PI - 1.7 * upwards);
    sky.position.set(0, 0, 1);
    this.scene.add(sun, sky);

    this.ground = new Mesh(new PlaneGeometry(kGroundSize, kGroundSize), new MeshBasicMaterial({ depthWrite: false }));
    this.ground.renderOrder = -2;
    this.grid = new LineSegments(gridLines(), new LineBasicMaterial({ depthWrite: false }));
    this.grid.renderOrder = -1;
    this.sky = new Mesh(new SphereGeometry(kGroundSize * 0.45, 16, 12), skyMaterial());
    this.sky.renderOrder = -3;
    for (const object of [this.ground, this.grid, this.sky]) object.raycast = () => {};
    this.scene.add(this.ground, this.grid, this.sky);
    this.dress(theme);

    new ResizeObserver(() => this.fit()).observe(canvas.parentElement ?? canvas);
    this.fit();
  }

  dress(theme: Theme): void {
    this.scene.fog = new Fog(theme.skyLow, 2_500, 12_000);
    this.ground.material.color.set(theme.ground);
    this.grid.material.color.set(theme.grid);
    this.sky.material.uniforms['high']?.value.set(theme.skyHigh);
    this.sky.material.uniforms['low']?.value.set(theme.skyLow);
    this.ask();
  }

  /** The grid tells distances where nothing else lies on the ground. */
  showGrid(shown: boolean): void {
    this.grid.visible = shown;
  }

  setGround(height: number): void {
    this.ground.position.z = height;
    this.grid.position.z = height;
    this.ask();
  }

  /** Pixels that panels cover: the middle of the picture moves to what they leave. */
  setInset(left: number, top: number, bottom: number): void {
    if (left === this.inset.left && top === this.inset.top && bottom === this.inset.bottom) return;
    this.inset = { left, top, bottom };
    this.fit();
  }

  /** Width and height of the part that panels leave free, in pixels. */
  get free(): { width: number; height: number; ofHeight: number } {
    const { clientWidth, clientHeight } = this.renderer.domElement;
    const width = Math.max(1, clientWidth - this.inset.left);
    const height = Math.max(1, clientHeight - this.inset.top - this.inset.bottom);
    return { width, height, ofHeight: Math.max(1, clientHeight) };
  }

  /** Asks for one more picture. */
  ask(): void {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame((time) => {
      this.asked = false;
      this.draw(time);
      this.afterFrame.emit(time);
    });
  }

  /** Draws one picture now. */
  draw(time = performance.now()): void {
    this.beforeFrame.emit(time);
    this.sky.position.copy(this.camera.position);
    this.renderer.render(this.scene, this.camera);
  }

  private fit(): void {
    const host = this.renderer.domElement.parentElement ?? this.renderer.domElement;
    const [width, height] = [Math.max(1, host.clientWidth), Math.max(1, host.clientHeight)];
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    const { left, top, bottom } = this.inset;
    this.camera.setViewOffset(width, height, -left / 2, (bottom - top) / 2, width, height);
    this.camera.updateProjectionMatrix();
    this.ask();
  }
}

function gridLines(): BufferGeometry {
  const ends: number[] = [];
  // In short pieces: some software renderers drop a line that starts behind the camera.
  for (let at = -kGridHalf; at <= kGridHalf; at += kGridStep) {
    for (let from = -kGridHalf; from < kGridHalf; from += kGridStep) {
      ends.push(at, from, 0, at, from + kGridStep, 0, from, at, 0, from + kGridStep, at, 0);
    }
  }
  return new BufferGeometry().setAttribute('position', new BufferAttribute(new Float32Array(ends), 3));
}

function skyMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    side: BackSide,
    depthWrite: false,
    uniforms: { high: { value: new Color() }, low: { value: new Color() } },
    vertexShader: /* glsl */ `
      varying vec3 vDirection;
      void main() {
        vDirection = position;
        gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
      }`,
    fragmentShader: /* glsl */ `
      uniform vec3 high;
      uniform vec3 low;
      varying vec3 vDirection;
      void main() {
        float rise = smoothstep(0.0, 0.5, normalize(vDirection).z);
        gl_FragColor = vec4(mix(low, high, rise), 1.0);
        #include <colorspace_fragment>
      }`,
  });
}

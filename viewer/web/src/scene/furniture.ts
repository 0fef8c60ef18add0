import type { CameraRig } from './camera_rig';
import type { Stage } from './stage';

const kWidest = 120;

/** North arrow and scale bar, kept true as the camera moves. */
export class Furniture {
  private readonly needle: HTMLElement;
  private readonly bar: HTMLElement;
  private readonly words: HTMLElement;

  constructor(
    host: { north: HTMLElement; bar: HTMLElement; words: HTMLElement },
    private readonly stage: Stage,
    private readonly rig: CameraRig,
    private readonly metres: (value: number) => string,
  ) {
    this.needle = host.north;
    this.bar = host.bar;
    this.words = host.words;
    stage.afterFrame.listen(() => this.update());
  }

  update(): void {
    const perPixel = this.rig.metresPerPixel(this.stage.renderer.domElement.clientHeight);
    const length = roundLength(perPixel * kWidest);
    this.needle.style.transform = `rotate(${-this.rig.pose.azimuth}deg)`;
    this.bar.style.width = `${length / perPixel}px`;
    const words = this.metres(length);
    if (this.words.textContent !== words) this.words.textContent = words;
  }
}

/** The longest of 1, 2, 5 × 10ⁿ not above the length. */
export function roundLength(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length));
  const first = length / power;
  return (first >= 5 ? 5 : first >= 2 ? 2 : 1) * power;
}

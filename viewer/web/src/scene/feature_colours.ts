import { Color, DataTexture, NearestFilter, RGBAFormat, SRGBColorSpace, UnsignedByteType, type IUniform } from 'three';

const kWidth = 1024;
/** Alpha of a feature that has just changed; all others have 255. */
const kChanged = 128;
/** Alpha of a feature whose surfaces are not drawn; its edges are. */
const kTakenDown = 0;

/**
 * The colour of every feature of the twin, looked up on the GPU by its number.
 * Recolouring the city writes this texture and nothing else.
 */
export class FeatureColours {
  readonly uniforms: Record<'featureColours' | 'featureLimit' | 'glowStrength' | 'glowColour' | 'otherColour', IUniform>;
  private texture = makeTexture(1);
  private limit = 0;
  private takenDown: number[] = [];

  constructor(other: string, glow: string) {
    this.uniforms = {
      featureColours: { value: this.texture },
      featureLimit: { value: 0 },
      glowStrength: { value: 0 },
      glowColour: { value: new Color(glow) },
      otherColour: { value: new Color(other) },
    };
  }

  /** @param colourOf  colour of a feature, packed */
  paint(limit: number, colourOf: (feature: number) => number): void {
    const rows = Math.max(1, Math.ceil(limit / kWidth));
    if (rows !== this.texture.image.height) {
      this.texture.dispose();
      this.texture = makeTexture(rows);
      this.uniforms.featureColours.value = this.texture;
    }
    this.limit = limit;
    this.uniforms.featureLimit.value = limit;
    const { buffer } = this.bytes();
    const pixels = new Uint32Array(buffer);
    for (let feature = 0; feature < limit; feature += 1) pixels[feature] = colourOf(feature);
    this.keepDown();
  }

  /** Features that stand as outlines alone, until others are named. */
  takeDown(features: number[]): void {
    const bytes = this.bytes();
    for (const feature of this.takenDown) if (feature < this.limit) bytes[feature * 4 + 3] = 255;
    this.takenDown = features;
    this.keepDown();
  }

  /** Marks the features that glow while `glowStrength` is above 0; an empty list ends it. */
  mark(features: Iterable<number>): void {
    const bytes = this.bytes();
    for (let feature = 0; feature < this.limit; feature += 1) bytes[feature * 4 + 3] = 255;
    for (const feature of features) if (feature < this.limit) bytes[feature * 4 + 3] = kChanged;
    this.keepDown();
  }

  /** sRGB bytes of a feature as painted. */
  rgb(feature: number): [number, number, number] {
    const bytes = this.bytes();
    const at = feature * 4;
    return [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  }

  private keepDown(): void {
    const bytes = this.bytes();
    for (const feature of this.takenDown) if (feature < this.limit) bytes[feature * 4 + 3] = kTakenDown;
    this.texture.needsUpdate = true;
  }

  private bytes(): Uint8Array {
    return this.texture.image.data as Uint8Array;
  }
}

function makeTexture(rows: number): DataTexture {
  const data = new Uint8Array(kWidth * rows * 4).fill(255);
  const texture = new DataTexture(data, kWidth, rows, RGBAFormat, UnsignedByteType);
  texture.colorSpace = SRGBColorSpace;
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.generateMipmaps = false;
  texture.needsUpdate = true;
  return texture;
}

import { Color, DoubleSide, MeshBasicMaterial, MeshLambertMaterial, type IUniform, type Material } from 'three';

const kVertexHead = /* glsl */ `
attribute uint featureNumber;
uniform highp sampler2D featureColours;
uniform uint featureLimit;
uniform vec3 otherColour;
varying vec4 vFeatureColour;
`;
const kVertexBody = /* glsl */ `
vFeatureColour = featureNumber < featureLimit
  ? texelFetch(featureColours, ivec2(int(featureNumber & 1023u), int(featureNumber >> 10u)), 0)
  : vec4(otherColour, 1.0);
`;
const kFragmentHead = /* glsl */ `
uniform float glowStrength;
uniform vec3 glowColour;
varying vec4 vFeatureColour;
`;
const kFragmentBody = /* glsl */ `
if (vFeatureColour.a < 0.25) discard;
float glowing = step(vFeatureColour.a, 0.75) * glowStrength;
diffuseColor.rgb = mix(vFeatureColour.rgb, glowColour, glowing);
`;

/** What lies on the ground, often at one height: each is painted over the one before and hides nothing. */
const kGroundCover = ['terrain', 'water', 'land', 'green', 'road'];

/** When a class of surroundings is drawn: the ground first, streets last, all before the buildings. */
export function drawingOrder(surface: string): number {
  const at = kGroundCover.indexOf(surface);
  return at < 0 ? 0 : (at - kGroundCover.length) / 10;
}

/**
 * The material of a class of surroundings: quiet, and the same whatever the buildings are coloured by. Terrain has slopes
 * that hide each other, so it is drawn as what it is, a little lower.
 */
export function makeSurroundingMaterial(surface: string, colour: string, bright: number, flat: boolean): Material {
  const below = surface === 'terrain' ? 8 : 1;
  const depthWrite = surface === 'terrain' || !kGroundCover.includes(surface);
  const color = new Color(colour).multiplyScalar(bright);
  const options = { color, side: DoubleSide, depthWrite, polygonOffset: true, polygonOffsetFactor: below, polygonOffsetUnits: below };
  return flat ? new MeshBasicMaterial(options) : new MeshLambertMaterial(options);
}

/** One material for all buildings: the colour of a vertex is that of its feature. */
export function makeFeatureMaterial(uniforms: Record<string, IUniform>, flat: boolean): Material {
  const options = { side: DoubleSide, polygonOffset: true, polygonOffsetFactor: 1, polygonOffsetUnits: 1 };
  const material = flat ? new MeshBasicMaterial(options) : new MeshLambertMaterial(options);
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, uniforms);
    shader.vertexShader =
      kVertexHead + shader.vertexShader.replace('#include <begin_vertex>', `#include <begin_vertex>\n${kVertexBody}`);
    shader.fragmentShader =
      kFragmentHead +
      shader.fragmentShader.replace('#include <color_fragment>', `#include <color_fragment>\n${kFragmentBody}`);
  };
  material.customProgramCacheKey = () => `feature-${flat}`;
  return material;
}

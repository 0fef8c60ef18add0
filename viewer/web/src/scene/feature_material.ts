import { DoubleSide, MeshBasicMaterial, MeshLambertMaterial, type IUniform, type Material } from 'three';

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
float glowing = step(vFeatureColour.a, 0.75) * glowStrength;
diffuseColor.rgb = mix(vFeatureColour.rgb, glowColour, glowing);
`;

/** Street on land on terrain, all at one height: what belongs on top is drawn nearer. */
const kFromBelow = ['terrain', 'land', 'vegetation', 'water', 'road', 'bridge', 'object'];

/** The material of a class of surroundings: quiet, and the same whatever the buildings are coloured by. */
export function makeSurroundingMaterial(surface: string, colour: string, flat: boolean): Material {
  const below = 2 * (kFromBelow.length - kFromBelow.indexOf(surface)) + 1;
  const options = { color: colour, side: DoubleSide, polygonOffset: true, polygonOffsetFactor: below, polygonOffsetUnits: below };
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

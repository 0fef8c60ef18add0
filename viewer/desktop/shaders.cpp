#include "viewer/desktop/shaders.hpp"

#include <osg/Shader>
#include <string>

namespace viewer {
namespace {

/// What buildings and their edges share: the class of a feature, found in the value texture.
const char* const kFeatureColour = R"(#version 130
uniform sampler2D classes;
uniform vec4 class_colours[17];
uniform vec4 around_colours[8];
uniform float glow;
in vec3 building;
vec4 feature_texel() {
  int feature = int(building.x + 0.5);
  ivec2 place = ivec2(feature % 1024, feature / 1024);
  if (place.y >= textureSize(classes, 0).y) return vec4(1.0, 0.0, 0.0, 0.0);
  return texelFetch(classes, place, 0);
}
vec3 feature_colour() {
  if (building.y > 3.5) return around_colours[int(building.y + 0.5) - 4].rgb;
  vec4 texel = feature_texel();
  int number = int(texel.r * 255.0 + 0.5);
  vec3 colour = class_colours[min(number, 16)].rgb;
  return mix(colour, vec3(1.0, 0.93, 0.55), texel.g * glow);
}
)";

const char* const kBuildingVertex = R"(
uniform mat4 osg_ViewMatrixInverse;
flat out vec3 colour;
out vec3 normal;
out vec3 place;
out vec2 wall;
void main() {
  colour = feature_colour();
  normal = gl_Normal;
  vec4 eye = gl_ModelViewMatrix * gl_Vertex;
  place = (osg_ViewMatrixInverse * eye).xyz;
  wall = vec2(building.y == 2.0 ? 1.0 : 0.0, building.z);
  gl_Position = gl_ProjectionMatrix * eye;
  // Taken down: no surface, its edges stay.
  if (building.y < 3.5 && feature_texel().b > 0.5) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
)";

/// Share of light that reaches a place, 1 lit to 0 in shadow.
const char* const kShadow = R"(#version 130
uniform sampler2DShadow shadow_map;
uniform mat4 shadow_matrix;
uniform vec3 light;
float lit(vec3 place, float bias) {
  vec3 p = (shadow_matrix * vec4(place, 1.0)).xyz;
  if (any(lessThan(p, vec3(0.0))) || any(greaterThan(p, vec3(1.0)))) return 1.0;
  float size = 1.0 / float(textureSize(shadow_map, 0).x);
  float sum = 0.0;
  for (int x = -1; x <= 1; ++x)
    for (int y = -1; y <= 1; ++y)
      sum += texture(shadow_map, vec3(p.xy + vec2(x, y) * size, p.z - bias));
  return sum / 9.0;
}
)";

const char* const kBuildingFragment = R"(
flat in vec3 colour;
in vec3 normal;
in vec3 place;
in vec2 wall;
void main() {
  vec3 n = normalize(normal);
  float towards = max(0.0, dot(n, light)) / light.z;
  float sun = towards > 0.0 ? min(1.0, towards) * lit(place + n * 0.4, 0.0006) : 0.0;
  float shade = 0.62 + 0.38 * sun;
  if (wall.x > 0.5) shade *= 0.9 * mix(0.86, 1.0, smoothstep(0.0, 9.0, wall.y));
  gl_FragColor = vec4(colour * shade, 1.0);
}
)";

const char* const kEdgeVertex = R"(
out vec4 line;
void main() {
  vec4 eye = gl_ModelViewMatrix * gl_Vertex;
  line = vec4(feature_colour() * 0.32, 0.75 * (1.0 - smoothstep(900.0, 4000.0, -eye.z)));
  gl_Position = gl_ProjectionMatrix * eye;
}
)";

const char* const kEdgeFragment = R"(#version 130
in vec4 line;
void main() {
  if (line.a < 0.02) discard;
  gl_FragColor = line;
}
)";

const char* const kGroundVertex = R"(#version 130
uniform mat4 osg_ViewMatrixInverse;
out vec3 place;
out vec3 from_eye;
void main() {
  vec4 eye = gl_ModelViewMatrix * gl_Vertex;
  place = (osg_ViewMatrixInverse * eye).xyz;
  from_eye = eye.xyz;
  gl_Position = gl_ProjectionMatrix * eye;
}
)";

const char* const kGroundFragment = R"(
uniform vec4 ground_colour;
uniform float ground_glow;
uniform float haze_from;
in vec3 place;
in vec3 from_eye;
void main() {
  vec3 colour = mix(ground_colour.rgb, vec3(1.0, 0.93, 0.55), ground_glow);
  colour *= 0.74 + 0.26 * lit(place + vec3(0.0, 0.0, 0.2), 0.0006);
  float haze = smoothstep(haze_from, haze_from * 4.0, length(from_eye));
  gl_FragColor = vec4(mix(colour, vec3(0.905, 0.925, 0.93), haze), ground_colour.a * (1.0 + ground_glow));
}
)";

const char* const kPlainVertex = R"(#version 130
out vec4 colour;
void main() {
  colour = gl_Color;
  gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex;
}
)";

const char* const kPlainFragment = R"(#version 130
in vec4 colour;
void main() { gl_FragColor = colour; }
)";

const char* const kDepthVertex = R"(#version 130
void main() { gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex; }
)";

const char* const kDepthFragment = R"(#version 130
void main() { gl_FragColor = vec4(1.0); }
)";

const char* const kSkyVertex = R"(#version 130
out float height;
void main() {
  height = gl_Vertex.y;
  gl_Position = vec4(gl_Vertex.xy, 0.9999, 1.0);
}
)";

const char* const kSkyFragment = R"(#version 130
in float height;
uniform float horizon;
void main() {
  float up = clamp((height - horizon) * 1.2, 0.0, 1.0);
  gl_FragColor = vec4(mix(vec3(0.905, 0.925, 0.93), vec3(0.55, 0.71, 0.87), sqrt(up) * 0.9), 1.0);
}
)";

osg::ref_ptr<osg::Program> link(const std::string& vertex, const std::string& fragment) {
  osg::ref_ptr<osg::Program> program = new osg::Program;
  program->addShader(new osg::Shader(osg::Shader::VERTEX, vertex));
  program->addShader(new osg::Shader(osg::Shader::FRAGMENT, fragment));
  program->addBindAttribLocation("building", kBuildingAttribute);
  return program;
}

}  // namespace

osg::ref_ptr<osg::Program> building_program() {
  return link(std::string(kFeatureColour) + kBuildingVertex, std::string(kShadow) + kBuildingFragment);
}
osg::ref_ptr<osg::Program> building_edge_program() { return link(std::string(kFeatureColour) + kEdgeVertex, kEdgeFragment); }
osg::ref_ptr<osg::Program> ground_program() { return link(kGroundVertex, std::string(kShadow) + kGroundFragment); }
osg::ref_ptr<osg::Program> plain_program() { return link(kPlainVertex, kPlainFragment); }
osg::ref_ptr<osg::Program> depth_program() { return link(kDepthVertex, kDepthFragment); }
osg::ref_ptr<osg::Program> sky_program() { return link(kSkyVertex, kSkyFragment); }

}  // namespace viewer

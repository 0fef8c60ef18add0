#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "geo/io/citygml_vocabulary.hpp"

/// How the tables of the vocabulary are written; for those tables alone.
namespace geo::citygml_rows {

using E = CityGmlElement;
using S = twin::SurfaceKind;

struct Row {
  std::string_view local;
  CityGmlName name;
};

constexpr Row plain(std::string_view local, E element) {
  return {local, {element, S::kUnspecified, 0, "", ""}};
}
constexpr Row surface(std::string_view local, S kind) {
  return {local, {E::kBoundarySurface, kind, 0, "", ""}};
}
/// A window or door in a boundary surface.
constexpr Row opening(std::string_view local, S kind) {
  return {local, {E::kOpeningObject, kind, 0, "", ""}};
}
constexpr Row level(std::string_view local, std::uint8_t lod) {
  return {local, {E::kGeometryProperty, S::kUnspecified, lod, "", ""}};
}
/// Points or lines, which have no place among surfaces.
constexpr Row lines(std::string_view local, std::uint8_t lod) {
  return {local, {E::kLinesProperty, S::kUnspecified, lod, "", ""}};
}
constexpr Row generic(std::string_view local, const char* type) {
  return {local, {E::kGenericAttribute, S::kUnspecified, 0, type, ""}};
}
constexpr Row implicit(std::string_view local, std::uint8_t lod) {
  return {local, {E::kImplicitProperty, S::kUnspecified, lod, "", ""}};
}
constexpr Row kept(std::string_view local, const char* type, const char* as, E element = E::kKeptText) {
  return {local, {element, S::kUnspecified, 0, type, as}};
}
/// A city object that stands by itself, of this class.
constexpr Row object(const char* type) { return {type, {E::kCityObject, S::kUnspecified, 0, "", type}}; }
/// What a building is divided into or holds inside.
constexpr Row space(std::string_view local, const char* type) {
  return {local, {E::kSpace, S::kUnspecified, 0, "", type}};
}
/// A property of a space that names what the space is a part of, not a part of it.
constexpr Row belongs_to(std::string_view local) {
  return {local, {E::kSpaceProperty, S::kUnspecified, 0, "", "belongs to"}};
}
/// LoD4: passed over for buildings, taken for spaces and other city objects.
/// A collection of solids that are so many bodies, not one of adjoining ones.
constexpr Row multiple(std::string_view local) { return {local, {E::kSurfaceCollection, S::kUnspecified, 0, "", "multiple"}}; }
constexpr Row level4(std::string_view local) { return {local, {E::kPassed, S::kUnspecified, 4, "", ""}}; }
constexpr Row implicit4(std::string_view local) { return {local, {E::kPassed, S::kUnspecified, 4, "", "implicit"}}; }

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Vocabulary = std::unordered_map<std::string, CityGmlName, Hash, std::equal_to<>>;

template <std::size_t N>
void add(Vocabulary& out, const std::string& space, const Row (&rows)[N]) {
  for (const Row& row : rows) out.emplace(space + std::string(row.local), row.name);
}

/// "http://www.opengis.net/citygml/building/2.0|"; the core without a name.
inline std::string module(std::string_view name, std::string_view version) {
  std::string out = "http://www.opengis.net/citygml/";
  if (!name.empty()) out.append(name).append("/");
  return out.append(version).append("|");
}

/// The modules beside core, building, construction and generics: bridges to relief.
void add_module_rows(Vocabulary& out);

}  // namespace geo::citygml_rows

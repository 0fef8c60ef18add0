#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "twin_core/city/building.hpp"

namespace geo::cityjson {

/// Metres; keeps vertices of a whole city within 32 bits.
inline constexpr double kScale = 1e-4;

/// An array of a JSON document that other places refer to by number. Equal entries get one number as long as the
/// table remembers them; what was taken out is forgotten only as text.
class JsonTable {
 public:
  std::size_t number_of(std::string_view entry);
  /// The entries since the last call, with commas between them.
  std::string take();
  /// From here on equal entries of before get new numbers: what keeps memory bounded.
  void forget() { numbers_.clear(); }
  /// True when something stands in the table, taken or not.
  bool used() const { return count_ > 0; }

 private:
  static constexpr std::size_t kMostRemembered = 1u << 18;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::string fresh_;
  std::size_t count_ = 0;
};

/// What the geometries of a document, or of one feature of a sequence, refer to by number.
class WriteTables {
 public:
  explicit WriteTables(const twin::WorkingPosition& origin) : origin_(origin) {}

  std::size_t vertex(const twin::WorkingPosition& point);
  std::size_t material(const twin::Material& material);
  std::size_t texture(const twin::Texture& texture);
  std::size_t texture_vertex(double u, double v);

  JsonTable vertices, materials, textures, texture_vertices;

 private:
  twin::WorkingPosition origin_;
};

}  // namespace geo::cityjson

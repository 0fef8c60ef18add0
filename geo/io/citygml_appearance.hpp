#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geo/io/citygml_assemble.hpp"
#include "geo/io/citygml_geometry.hpp"
#include "twin_core/city/appearance.hpp"

namespace geo {

/// What CityGML's appearance module says of one building: X3DMaterial and ParameterizedTexture with texture coordinates,
/// of CityGML 1.0, 2.0 and 3.0 alike. Fed with the elements below an `appearance` property; knows no XML.
///
/// Left out, and counted by `apply`: surface data for the back of surfaces, targets that are not in the building, and
/// rings whose coordinates are not one pair for each point. Left out in silence: georeferenced textures, coordinates
/// given by a matrix, and what covers a level of detail that is not taken.
class CityGmlAppearance {
 public:
  /// Attributes of an element; empty when absent.
  struct Attributes {
    std::string_view id;    ///< gml:id
    std::string_view uri;   ///< of target
    std::string_view ring;  ///< of textureCoordinates
  };

  struct RingCoordinates {
    std::string ring;
    std::vector<double> numbers;
  };
  struct SurfaceData {
    bool is_texture = false, usable = true;
    std::string theme;
    twin::Material material;
    twin::Texture texture;
    std::vector<std::string> targets;  ///< of a material
    std::vector<RingCoordinates> rings;
  };

  void start_element(std::string_view local, const Attributes& attributes);
  void end_element();
  void text(std::string_view piece);

  bool empty() const { return data_.empty(); }
  /// Data from elsewhere, behind all that there are.
  void add(SurfaceData&& data) { data_.push_back(std::move(data)); }

  /// True where no target is half read.
  bool is_between_targets() const;
  /// For the looks of whole cities: gives away what is read so far, under numbers in the order of the file, the same
  /// number again as more comes of the same. Of what is still being read only what it lies on is gone then.
  void hand_over(const std::function<void(std::uint64_t, const SurfaceData&)>& take);
  void clear() { *this = CityGmlAppearance(); }
  /// Bytes of text that were taken since this was asked last.
  std::size_t take_text_bytes() { return std::exchange(text_bytes_, 0); }

  /// The appearance of an assembled building, or of its other levels.
  /// @returns how many surfaces or rings could not be covered
  std::size_t apply(const GeometryGraph& graph, const std::vector<EmittedPolygon>& emitted, twin::Appearance& look) const;

 private:
  /// False when the element, with all it contains, has no meaning here.
  bool enter(std::string_view local, const Attributes& attributes);
  void take(std::string_view element, std::string_view text);
  std::string_view parent() const { return open_.size() > 1 ? std::string_view(open_[open_.size() - 2]) : std::string_view(); }

  std::vector<std::string> open_;  ///< elements from Appearance down
  std::string theme_;
  std::vector<SurfaceData> data_;
  std::uint64_t handed_over_ = 0;  ///< numbers of what is gone
  std::size_t first_ring_ = 0;  ///< of the coordinate list at hand
  std::size_t next_ring_ = 0;   ///< 3.0 names rings after all coordinates
  std::size_t skipping_ = 0;    ///< depth below an element without meaning
  std::string text_;            ///< of the element at hand
  std::size_t text_bytes_ = 0;
};

}  // namespace geo

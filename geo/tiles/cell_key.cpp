#include "geo/tiles/cell_key.hpp"

#include <bit>
#include <concepts>

namespace geo {
namespace {

/// Unambiguous little-endian bytes to be hashed: numbers have fixed size, texts their length in front.
class KeyBytes {
 public:
  void add(std::unsigned_integral auto number) {
    for (std::size_t i = 0; i < sizeof number; ++i) {
      bytes_.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
    }
  }
  void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
  void add(std::string_view text) {
    add(std::uint64_t{text.size()});
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }
  void add(const twin::Digest& digest) {
    bytes_.insert(bytes_.end(), digest.bytes.begin(), digest.bytes.end());
  }
  void add(const twin::WorkingPosition& p) {
    add(p.east);
    add(p.north);
    add(p.up);
  }
  twin::Digest digest() const { return twin::sha256(twin::ByteView(bytes_)); }

 private:
  twin::Bytes bytes_;
};

}  // namespace

twin::Digest frame_key(const twin::BranchState& state, const SceneFrame& scene) {
  KeyBytes bytes;
  const Eigen::Matrix4d transform = scene.scene_to_ecef();
  for (Eigen::Index i = 0; i < transform.size(); ++i) {
    bytes.add(transform.data()[i]);
  }
  bytes.add(std::string_view(scene.why_not_placed()));
  if (const twin::Manifest* manifest = state.manifest()) {
    bytes.add(std::string_view(manifest->crs));
    bytes.add(manifest->scene_origin);
    bytes.add(manifest->geoid ? manifest->geoid->undulation_m : 0.0);
  }
  return bytes.digest();
}

twin::Digest cell_key(const twin::Digest& frame, const twin::BranchState& state, const TileCell& cell) {
  KeyBytes bytes;
  bytes.add(kTileGenerator);
  bytes.add(frame);
  bytes.add(cell.bounds.low);
  bytes.add(cell.bounds.high);
  if (cell.holds == TileCell::Holds::kCityObjects) {
    bytes.add(std::string_view("city objects"));
    for (twin::FeatureNumber feature : cell.features) {
      const auto* object = state.get<twin::CityObject>(feature);
      bytes.add(std::uint32_t{feature});
      bytes.add(std::string_view(object->id));
      bytes.add(std::string_view(object->type.str()));
      bytes.add(object->shape);
    }
    return bytes.digest();
  }
  for (twin::FeatureNumber feature : cell.features) {
    const twin::Building* building = state.building(feature);
    bytes.add(std::uint32_t{feature});
    bytes.add(std::string_view(building->id));
    bytes.add(building->shape);
  }
  return bytes.digest();
}

}  // namespace geo

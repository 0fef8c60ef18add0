// Any shape to the validator and to the repair: bytes become bodies on a small grid, where coincidences are the rule.
// Form: a byte says what follows; 0xF0 new solid, 0xF1 new shell, 0xF2 new face (next byte: reversed), 0xF3
// inner ring, 0xF4 a face used before (next byte: which); any other two bytes are a point, four bits per
// coordinate and four for a step of a quarter of a millimetre.
#include <cstdint>
#include <cstdlib>

#include "geo/validate/repair.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twin::BuildingShape shape;
  auto& part = shape.parts.emplace_back();
  part.id.assign(1, 'a');
  twin::Ring3* ring = nullptr;
  const auto shell = [&]() -> std::vector<twin::ShellFace>& {
    if (part.solids.empty()) part.solids.emplace_back();
    if (part.solids.back().shells.empty()) part.solids.back().shells.emplace_back();
    return part.solids.back().shells.back();
  };
  for (std::size_t i = 0; i + 1 < size; ++i) {
    switch (data[i]) {
      case 0xF0:
        part.solids.emplace_back();
        break;
      case 0xF1:
        shell();
        part.solids.back().shells.emplace_back();
        break;
      case 0xF2:
        shell().push_back({static_cast<std::uint32_t>(part.polygons.size()), (data[++i] & 1) != 0});
        ring = &part.polygons.emplace_back().exterior;
        break;
      case 0xF3:
        if (!part.polygons.empty()) ring = &part.polygons.back().interiors.emplace_back();
        break;
      case 0xF4:
        ++i;
        if (!part.polygons.empty()) {
          shell().push_back(
              {static_cast<std::uint32_t>(data[i] % part.polygons.size()), (data[i] & 128) != 0});
        }
        break;
      default:
        if (!ring) ring = &part.polygons.emplace_back().exterior;
        ring->points.push_back({25'497'000.0 + (data[i] >> 4), 6'673'000.0 + (data[i] & 15),
                                (data[i + 1] >> 4) + 0.00025 * (data[i + 1] & 15)});
        ++i;
    }
  }
  twin::Diagnostics diagnostics;
  geo::validate_shape(shape, "a", {}, diagnostics);
  for (const auto& solid : part.solids) geo::signed_volume(part, solid);

  // Repaired, it is valid or says why not; the solids that stay have a volume, and nothing is left to repair.
  twin::Diagnostics said;
  geo::repair_shape(shape, "a", {}, said);
  twin::Diagnostics again;
  for (const auto& verdicts : geo::validate_shape(shape, "a", {}, again)) {
    for (const auto& broken_by : verdicts) {
      if (!broken_by.empty()) std::abort();
    }
  }
  return 0;
}

#include "sim/massing/massing.hpp"

namespace sim {

const std::vector<MassingKind>& massing_kinds() {
  //                                     depth     length      fixed  gap        courtyard storeys stair unit
  static const std::vector<MassingKind> kinds{
      {"perimeter", 14, 9, 20, 1000, false, 8, 8, 15, 200, 20, 0},
      {"slab", 13, 10, 20, 60, false, 10, 15, 0, 200, 20, 0},
      {"point", 20, 14, 14, 20, true, 15, 15, 0, 200, 0, 0},
      {"row", 10, 8, 14, 42, false, 6, 18, 0, 2, 0, 7},
      {"detached", 10, 8, 8, 10, true, 8, 10, 0, 2, 0, 0},
  };
  return kinds;
}

const MassingKind* find_massing_kind(std::string_view name) {
  for (const auto& kind : massing_kinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

}  // namespace sim

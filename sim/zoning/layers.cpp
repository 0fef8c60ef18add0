#include "sim/zoning/layers.hpp"

#include <algorithm>

#include "sim/zoning/regulation_types.hpp"
#include "sim/zoning/use_shares.hpp"

namespace sim {
namespace {

std::string code_of(const twin::Regulation& regulation, std::string_view type) {
  const auto* const information = information_of(regulation, type);
  return information == nullptr ? std::string() : information->code;
}

/// Spellings of one matter count as one: e may be called tehokkuusluku or floor-area-ratio.
bool same_matter(const twin::Regulation& a, const twin::Regulation& b) {
  const auto *const one = find_regulation_type(a.type), *const two = find_regulation_type(b.type);
  const bool same_type = a.type == b.type || (one != nullptr && two != nullptr && one->kind == two->kind &&
                                              one->kind != RegulationKind::kStored);
  return same_type && use_meant(a) == use_meant(b) && code_of(a, "orientation") == code_of(b, "orientation") &&
         code_of(a, "adjacency") == code_of(b, "adjacency");
}

/// Edges are told, not ruled: what one layer says of them stays beside what another says of others.
bool tells_of_edges(const twin::Regulation& regulation) {
  const auto* const type = find_regulation_type(regulation.type);
  return type != nullptr && (type->kind == RegulationKind::kEdgeOrientation || type->kind == RegulationKind::kEdgeAdjacency);
}

void lay_over(const std::vector<twin::Regulation>& own, const std::string& from, LayeredRegulations& out) {
  const std::size_t below = out.regulations.size();
  std::vector<char> replaced(below, 0);
  for (const auto& regulation : own) {
    for (std::size_t i = 0; i < below; ++i) {
      if (!tells_of_edges(regulation) && same_matter(out.regulations[i], regulation)) replaced[i] = 1;
    }
  }
  LayeredRegulations next;
  for (std::size_t i = 0; i < below; ++i) {
    if (replaced[i]) continue;
    next.regulations.push_back(std::move(out.regulations[i]));
    next.applied.push_back(std::move(out.applied[i]));
  }
  for (const auto& regulation : own) {
    next.regulations.push_back(regulation);
    next.applied.push_back({regulation.type, from});
  }
  out = std::move(next);
}

}  // namespace

LayeredRegulations layered(const std::vector<ZoningLayer>& zones, const std::vector<ZoningLayer>& overlays,
                           const std::vector<twin::Regulation>& unit) {
  LayeredRegulations out;
  for (const auto& zone : zones) lay_over(zone.regulations, "zone " + zone.label, out);
  for (const auto& overlay : overlays) lay_over(overlay.regulations, "overlay " + overlay.label, out);
  lay_over(unit, "unit", out);
  return out;
}

}  // namespace sim

// Rows and buildings that no identifier ties, matched by place, address and sizes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "geo/io/city_linking_parts.hpp"
#include "geo/io/link_scores.hpp"
#include "geo/io/linked_card.hpp"
#include "geo/link/ground.hpp"
#include "geo/link/place_match.hpp"
#include "geo/validate/validate.hpp"

namespace geo {
namespace {

/// What is less likely than this is not worth a word.
constexpr double kWorthNaming = 0.01;

std::optional<double> volume_of(const twin::BuildingShape& shape) {
  double sum = 0;
  for (const auto& part : shape.parts) {
    for (const auto& solid : part.solids) {
      const double volume = signed_volume(part, solid);
      if (!(volume > 0)) return std::nullopt;
      sum += volume;
    }
  }
  return sum > 0 ? std::optional(sum) : std::nullopt;
}

std::optional<twin::PlanPosition> location_of(const RegisterRow& row) {
  if (!row.is_placed()) return std::nullopt;
  return row.point ? *row.point : ground_of(row.footprint).centre;
}

PlacedBuilding placed(const LinkSite& site) {
  const auto& model = site.candidate.model;
  return {site.building->footprint, site.building->height_m, volume_of(*site.shape), model.address.str(), model.permanent_id,
          model.municipal_number};
}

PlacedRow placed(const RegisterRow& row) {
  const auto& card = row.card;
  return {location_of(row), card.floor_area_m2, card.volume_m3, card.storeys, card.address.str(), card.permanent_id,
          card.municipal_number, row.footprint};
}

bool is_rejected(const LinkSite& site, const RegisterRow& row) {
  const auto& rejected = site.candidate.rejected;
  return std::find(rejected.begin(), rejected.end(), row.id) != rejected.end();
}

/// Free sites and rows in the order of their ids, so that the order of an import does not matter.
struct Field {
  std::vector<std::size_t> sites, rows;
  std::vector<PlacedBuilding> buildings;
  std::vector<PlacedRow> placed_rows;
};

Field field_of(const std::vector<LinkSite>& sites, const std::vector<RegisterRow>& rows, const std::vector<RowFate>& fates) {
  Field out;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const auto& building = *sites[i].building;
    const bool is_somewhere = !building.bounds.empty() || !building.footprint.outer.empty();
    if (sites[i].free && is_somewhere) out.sites.push_back(i);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!fates[i].by_identifier && !fates[i].by_review && !fates[i].doubted && rows[i].is_placed()) out.rows.push_back(i);
  }
  std::sort(out.sites.begin(), out.sites.end(), [&](auto a, auto b) { return sites[a].building->id < sites[b].building->id; });
  std::sort(out.rows.begin(), out.rows.end(), [&](auto a, auto b) { return rows[a].id < rows[b].id; });
  if (out.rows.empty()) return out;
  std::unordered_map<std::string, std::vector<std::size_t>> rejecting;
  for (std::size_t b = 0; b < out.sites.size(); ++b) {
    const auto& site = sites[out.sites[b]];
    out.buildings.push_back(placed(site));
    for (const auto& row : site.candidate.rejected) rejecting[row].push_back(b);
  }
  for (const auto i : out.rows) {
    out.placed_rows.push_back(placed(rows[i]));
    if (const auto found = rejecting.find(rows[i].id); found != rejecting.end()) out.placed_rows.back().not_these = found->second;
  }
  return out;
}

/// Of the buildings with the lowest ids that an identifier ties to a row of their own; more would teach nothing new.
std::vector<KnownPair> known_pairs(const std::vector<LinkSite>& sites) {
  constexpr std::size_t kEnough = 2000;
  std::vector<const LinkSite*> tied;
  for (const auto& site : sites) {
    const auto& details = *site.building->details;
    if (is_by_identifier(site.building->link) && details.shared_by == 1 && details.rows.empty()) tied.push_back(&site);
  }
  std::sort(tied.begin(), tied.end(), [](const auto* a, const auto* b) { return a->building->id < b->building->id; });
  if (tied.size() > kEnough) tied.resize(kEnough);
  std::vector<KnownPair> out;
  for (const auto* site : tied) {
    RegisterRow row;
    row.card = rows_of(*site->building).front().card;
    out.push_back({placed(*site), placed(row)});
  }
  return out;
}

/// The best row of each building that is not linked to it.
std::vector<std::optional<twin::LinkChoice>> other_rows(const Field& field, const std::vector<RegisterRow>& rows,
                                                        const std::vector<PlaceMatch>& matches) {
  std::vector<std::optional<twin::LinkChoice>> out(field.sites.size());
  const auto offer = [&](std::size_t building, std::size_t r, double probability) {
    probability = in_hundredths(probability);
    auto& best = out[building];
    if (probability >= kWorthNaming && (!best || probability > best->probability)) best = twin::LinkChoice{true, rows[field.rows[r]].id, probability};
  };
  for (std::size_t r = 0; r < matches.size(); ++r) {
    const auto& match = matches[r];
    if (match.building && match.verdict != MatchVerdict::kLink) offer(*match.building, r, match.probability);
    if (match.runner_up) offer(*match.runner_up, r, match.runner_up_probability);
  }
  return out;
}

std::optional<twin::LinkChoice> likelier(std::optional<twin::LinkChoice> a, std::optional<twin::LinkChoice> b) {
  if (!a || !b) return a ? a : b;
  return b->probability > a->probability ? b : a;
}

void link(LinkSite& site, const RegisterRow& row, const PlaceMatch& match, RowFate& fate, std::optional<twin::LinkChoice> other_row,
          std::optional<twin::LinkChoice> other_building) {
  const double probability = in_hundredths(match.probability);
  auto note = fmt::format("{} ({})", match.reason, row.card.source.str());
  attach_rows(*site.building, {{row.id, twin::LinkReason::kByPlace, probability, std::move(note), row.card}}, site.candidate.model,
              likelier(std::move(other_building), std::move(other_row)));
  fate.buildings.push_back(site.building->id);
  site.free = false;
}

/// Storeys that a building of this height may have.
double storeys_of(const twin::Building& building) {
  return std::max({1.0, std::ceil((building.height_m - 1.5) / 3.1), static_cast<double>(building.card.storeys.value_or(0))});
}

/// Rows that nothing answers to, inside a building that has another row already: register buildings may share one object
/// of the model. A question when the floor areas fit into it together.
void ask_for_second_rows(const std::vector<LinkSite>& sites, const std::vector<RegisterRow>& rows, std::vector<RowFate>& fates) {
  std::vector<const twin::PlanPolygon*> footprints;
  for (const auto& site : sites) footprints.push_back(&site.building->footprint);
  const Neighbourhood neighbourhood(footprints, 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& fate = fates[i];
    const auto location = location_of(rows[i]);
    if (fate.by_identifier || fate.by_review || !fate.buildings.empty() || !fate.candidates.empty() || !location) continue;
    if (!rows[i].card.floor_area_m2) continue;
    neighbourhood.near(*location, [&](std::size_t s) {
      const auto& site = sites[s];
      const auto& building = *site.building;
      if (!fate.candidates.empty() || building.link == twin::LinkReason::kUnlinked || !building.card.floor_area_m2) return;
      if (is_rejected(site, rows[i]) || distance_to(building.footprint, *location) > 0) return;
      const double together = *building.card.floor_area_m2 + *rows[i].card.floor_area_m2;
      const double room = ground_of(building.footprint).area_m2 * storeys_of(building);
      if (together > room) return;
      fate.candidates.push_back({building.id, 0, fmt::format("inside this building, which has another row; {:.0f} and {:.0f} m2 of floor fit into {:.1f} m of height",
                                                             *building.card.floor_area_m2, *rows[i].card.floor_area_m2, building.height_m)});
    });
  }
}

}  // namespace

void link_by_place(std::vector<LinkSite>& sites, const std::vector<RegisterRow>& rows, std::vector<RowFate>& fates) {
  const Field field = field_of(sites, rows, fates);
  if (field.rows.empty()) return;
  const auto matches = match_places(field.buildings, field.placed_rows, {}, known_pairs(sites));
  const auto others = other_rows(field, rows, matches);
  for (std::size_t r = 0; r < matches.size(); ++r) {
    const auto& match = matches[r];
    if (match.verdict == MatchVerdict::kNone) continue;
    auto& site = sites[field.sites[*match.building]];
    auto& fate = fates[field.rows[r]];
    std::optional<twin::LinkChoice> second;
    if (match.runner_up && match.runner_up_probability >= kWorthNaming) {
      second = twin::LinkChoice{false, sites[field.sites[*match.runner_up]].building->id, in_hundredths(match.runner_up_probability)};
    }
    fate.candidates.push_back({site.building->id, in_hundredths(match.probability), match.reason});
    if (second) fate.candidates.push_back({second->id, second->probability, ""});
    if (match.verdict == MatchVerdict::kLink) link(site, rows[field.rows[r]], match, fate, others[*match.building], second);
  }
  for (std::size_t b = 0; b < field.sites.size(); ++b) {
    auto& site = sites[field.sites[b]];
    if (!site.free || !others[b] || others[b]->probability < PlaceMatchOptions{}.worth_review) continue;
    site.building->link_note = fmt::format("perhaps {} ({:.0f} %): a question for review", others[b]->id, others[b]->probability * 100);
    attach_rows(*site.building, {}, site.candidate.model, others[b]);
  }
  ask_for_second_rows(sites, rows, fates);
}

}  // namespace geo

#include "geo/io/register_quality.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "geo/io/code_list.hpp"
#include "geo/io/link_doubts.hpp"
#include "geo/io/quality_rules.hpp"
#include "geo/io/ring_crossing.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Building;
using twin::Finding;
using twin::RegisterCard;
using twin::Severity;

Finding contradiction(std::string_view id, std::string_view place, const std::string& value, std::string remedy) {
  return {"register-contradiction", Severity::kWarning, std::string(id), "", std::string(place), twin::excerpt(value),
          std::move(remedy)};
}

bool is_residential(const RegisterCard& card) {
  const std::string& old = card.use_code;
  const std::string& now = card.use_code_2018;
  return (old.size() == 3 && old[0] == '0' && old != "041") || now.starts_with("01");
}

/// Uses whose buildings may be low or open: BR407 leaves them out.
bool may_be_low(const RegisterCard& card) {
  constexpr auto kOld = std::to_array<int>({162, 163, 169, 611, 613, 699, 712, 719, 722});
  const std::string& code = card.use_code;
  int number = 0;
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), number);
  if (code.empty() || error != std::errc{} || end != code.data() + code.size()) return true;
  return number > 799 || std::find(kOld.begin(), kOld.end(), number) != kOld.end();
}

bool is_to_come(const RegisterCard& card) {
  return card.status == "suunnitelma" || card.status == "rakenteilla";
}

double plan_area(const twin::PlanPolygon& polygon) {
  double out = std::abs(signed_area(polygon.outer));
  for (const auto& hole : polygon.holes) out -= std::abs(signed_area(hole));
  return out;
}

constexpr double kLowestStorey = 2.0, kHighestDwelling = 5.0, kHighestRoof = 8.0;  // metres

bool is_too_low(const Building& building) {
  return building.height_m < *building.card.storeys * kLowestStorey;
}

void check_height(const Building& building, std::vector<Finding>& findings) {
  if (!height_contradicts_storeys(building)) return;
  auto value = fmt::format("{} storeys, {:.1f} m high", *building.card.storeys, building.height_m);
  for (const auto& said : twin::conflict_sentences(building)) {
    if (said.find(" m high") != std::string::npos) value = said;
  }
  findings.push_back(contradiction(building.id, building.card.source.str(), value,
                                   std::string(is_too_low(building) ? kRuleTooLow.en : kRuleTooHigh.en)));
}

/// What register and model say otherwise is decided by a rule, so it is only told.
void check_sources(const Building& building, std::vector<Finding>& findings) {
  const auto sentences = twin::conflict_sentences(building);
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const auto& said = sentences[i];
    if (said.find(" m high") != std::string::npos) continue;
    if (is_by_identifier(building.link) && tells_of_link(building.details->conflicts[i])) continue;  // check_link
    auto told = contradiction(building.id, building.card.source.str(), said,
                              "The first of the two is taken (datasets/linking/attributes.toml): check both.");
    told.severity = Severity::kInfo;
    findings.push_back(std::move(told));
  }
}

double ground_area(const Building& building, const twin::BuildingShape& shape) {
  double sum = 0;
  for (const auto& part : shape.parts) {
    for (const auto& polygon : part.polygons) {
      if (polygon.kind != twin::SurfaceKind::kGround) continue;
      twin::PlanRing ring;
      for (const auto& point : polygon.exterior.points) ring.push_back({point.east, point.north});
      sum += std::abs(signed_area(ring));
    }
  }
  return std::max(sum, plan_area(building.footprint));
}

void check_floor_area(const Building& building, double footprint, std::vector<Finding>& findings) {
  constexpr double kMost = 1.35, kAllowance_m2 = 50, kLeast = 0.2;
  const auto& card = building.card;
  if (!card.storeys || *card.storeys < 1 || !card.floor_area_m2 || footprint <= 0) return;
  const double possible = footprint * *card.storeys;
  const auto value = fmt::format("floor area {:.0f} m2, on the ground {:.0f} m2, {} storeys", *card.floor_area_m2, footprint,
                                 *card.storeys);
  if (*card.floor_area_m2 > possible * kMost + kAllowance_m2) {
    findings.push_back(contradiction(building.id, card.source.str(), value, std::string(kRuleFloorAreaTooLarge.en)));
  } else if (is_residential(card) && *card.floor_area_m2 < possible * kLeast) {
    findings.push_back(contradiction(building.id, card.source.str(), value, std::string(kRuleFloorAreaTooSmall.en)));
  }
}

}  // namespace

void check_card(const RegisterCard& card, std::string_view place, int current_year, std::vector<Finding>& findings) {
  const auto add = [&](const std::string& value, const QualityRule& rule) {
    findings.push_back(contradiction(card.permanent_id, place, value, std::string(rule.en)));
  };
  if (card.total_area_m2 && card.floor_area_m2 && *card.total_area_m2 < 0.8 * *card.floor_area_m2) {
    add(fmt::format("floor area {:.0f} m2, total area {:.0f} m2", *card.floor_area_m2, *card.total_area_m2), kRuleTotalArea);
  }
  if (card.volume_m3 && card.total_area_m2 && *card.volume_m3 < 1.5 * *card.total_area_m2 && !may_be_low(card)) {
    add(fmt::format("volume {:.0f} m3, total area {:.0f} m2", *card.volume_m3, *card.total_area_m2), kRuleVolume);
  }
  if (card.floor_area_m2 && *card.floor_area_m2 <= 7 && is_residential(card)) {
    add(fmt::format("floor area {:.0f} m2", *card.floor_area_m2), kRuleDwellingArea);
  }
  if (!uses_agree(card.use_code, card.use_code_2018)) {
    add(fmt::format("use {} of 1994, use {} of 2018", card.use_code, card.use_code_2018), kRuleUses);
  }
  if (card.completion_year && *card.completion_year > current_year && !is_to_come(card)) {
    add(fmt::format("completed {}", card.completed), kRuleCompletion);
  }
}

void check_model_card(const Building& building, int current_year, std::vector<Finding>& findings) {
  if (building.link != twin::LinkReason::kUnlinked) return;
  const auto before = findings.size();
  check_card(building.card, building.card.source.str(), current_year, findings);
  for (auto i = before; i < findings.size(); ++i) findings[i].id = building.id;
}

void check_codes(const RegisterCard& card, std::string_view place, std::vector<Finding>& findings) {
  static const CodeList* const kUses1994 = find_code_list("use_1994");
  static const CodeList* const kUses2018 = find_code_list("use_2018");
  for (const auto& [list, code] : {std::pair(kUses1994, &card.use_code), std::pair(kUses2018, &card.use_code_2018)}) {
    if (code->empty() || list == nullptr || list->has(*code)) continue;
    findings.push_back({"code-unknown", Severity::kWarning, card.permanent_id, "", std::string(place), twin::excerpt(*code),
                        fmt::format("The code list {} has no such code; the text is kept as it stands.", list->name())});
  }
}

void check_building(const Building& building, const twin::BuildingShape& shape, std::vector<Finding>& findings) {
  check_height(building, findings);
  check_sources(building, findings);
  check_floor_area(building, ground_area(building, shape), findings);
}

void check_link(const Building& building, std::vector<Finding>& findings) {
  const auto doubts = link_doubts(building);
  if (doubts.empty()) return;
  findings.push_back({"link-contradiction", Severity::kWarning, building.id, "", building.card.source.str(),
                      fmt::format("{}: {}", building.link_note, fmt::join(doubts, "; ")), std::string(kRuleLink.en)});
}

bool height_contradicts_storeys(const Building& building) {
  const auto& card = building.card;
  if (!card.storeys || *card.storeys < 1 || building.height_m <= 0) return false;
  return is_too_low(building) ||
         (is_residential(card) && building.height_m > *card.storeys * kHighestDwelling + kHighestRoof);
}

void check_completeness(const std::vector<const RegisterCard*>& cards, std::span<const RegisterField> columns,
                        std::vector<Finding>& findings) {
  const auto ask = [&](RegisterField field, std::string_view what, std::string_view rule, auto known) {
    if (std::find(columns.begin(), columns.end(), field) == columns.end()) return;
    const auto missing = std::count_if(cards.begin(), cards.end(), [&](const RegisterCard* card) { return !known(*card); });
    if (missing == 0) return;
    findings.push_back({"register-value-missing", Severity::kInfo, "", "", std::string(what),
                        fmt::format("{} of {} rows", missing, cards.size()),
                        fmt::format("The national rules ask for it ({}); it stays unknown here.", rule)});
  };
  using enum RegisterField;
  ask(kFloorArea, "floor area", "laatu/vaat-rakennuksen-kerrosala-pakollinen", [](const RegisterCard& c) { return c.floor_area_m2.has_value(); });
  ask(kTotalArea, "total area", "laatu/vaat-rakennuksen-kokonaisala-pakollinen", [](const RegisterCard& c) { return c.total_area_m2.has_value(); });
  ask(kVolume, "volume", "laatu/vaat-rakennuksen-tilavuus-pakollinen", [](const RegisterCard& c) { return c.volume_m3.has_value(); });
  ask(kStoreys, "storeys", "laatu/vaat-rakennuksen-kerrosluku-pakollinen", [](const RegisterCard& c) { return c.storeys.has_value(); });
}

}  // namespace geo

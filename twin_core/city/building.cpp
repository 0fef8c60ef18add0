#include "twin_core/city/building.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "twin_core/city/card_visit.hpp"
#include "twin_core/city/place_conflict.hpp"

namespace twin {
namespace {

std::string text(const std::string& value) { return value; }
std::string text(const SharedText& value) { return value.str(); }
template <NumberAt Where>
std::string text(const NumberedText<Where>& value) {
  return value.str();
}
std::string text(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : ""; }
std::string text(const std::optional<int>& value) { return value ? fmt::format("{}", *value) : ""; }
std::string text(const std::optional<bool>& value) { return !value ? "" : *value ? "yes" : "no"; }

/// "register 2015", "model".
std::string origin(bool model, const Building& building) {
  const std::string& date = model ? building.surveyed.str() : building.card.updated.str();
  return std::string(model ? "model" : "register") + (date.size() < 4 ? "" : " " + date.substr(0, 4));
}

/// "6 storeys", "floor area 1195 m2".
std::string in_words(CardField field, const std::string& value) {
  if (field == CardField::kStoreys || field == CardField::kDwellings) return fmt::format("{} {}", value, name_of(field));
  std::string name(name_of(field));
  if (const auto unit = unit_of(field); !unit.empty()) name.resize(name.size() - unit.size() - 1);
  for (char& c : name) c = c == '_' ? ' ' : c;
  return name + " " + value;
}

}  // namespace

std::string_view name_of(LinkReason reason) {
  switch (reason) {
    case LinkReason::kUnlinked: return "unlinked";
    case LinkReason::kById: return "by_id";
    case LinkReason::kByMunicipalNumber: return "by_municipal_number";
    case LinkReason::kByModelId: return "by_model_id";
    case LinkReason::kByPlace: return "by_place";
    case LinkReason::kByReview: return "by_review";
  }
  return "unlinked";
}

bool is_by_identifier(LinkReason reason) {
  return reason == LinkReason::kById || reason == LinkReason::kByMunicipalNumber || reason == LinkReason::kByModelId;
}

std::string text_of(const RegisterCard& card, CardField field) {
  std::string out = visit_field(card, field, [](const auto& value) { return text(value); });
  if (const auto unit = unit_of(field); !out.empty() && !unit.empty()) out += " " + std::string(unit);
  return out;
}

std::vector<std::string> conflict_sentences(const Building& building) {
  std::vector<std::string> out;
  for (const auto& conflict : building.details->conflicts) {
    if (conflict.field == CardField::kAddress && conflict.other.ends_with(kFromFootprint)) {
      out.push_back("the row's place is " + conflict.other);
      continue;
    }
    out.push_back(fmt::format("{}: {}; {}: {}", in_words(conflict.field, text_of(building.card, conflict.field)),
                              origin(conflict.model_wins, building), conflict.other, origin(!conflict.model_wins, building)));
  }
  return out;
}

std::optional<LinkReason> link_reason_named(std::string_view name) {
  constexpr std::uint8_t kMost = 64;
  for (std::uint8_t i = 0; i < kMost; ++i) {
    if (name_of(static_cast<LinkReason>(i)) == name) return static_cast<LinkReason>(i);
  }
  return std::nullopt;
}

}  // namespace twin

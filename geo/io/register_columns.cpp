#include "geo/io/register_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "geo/io/link_details_text.hpp"
#include "geo/io/register_values.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/permanent_id.hpp"

namespace geo {
namespace {

using enum RegisterField;
using twin::Finding;
using twin::Severity;

constexpr auto kIdentifying = std::to_array<std::string_view>({"VTJ_PRT", "RATU", "gml_id", "UUID"});

Finding finding(std::string code, Severity severity, std::string_view value, std::string remedy) {
  Finding out;
  out.code = std::move(code);
  out.severity = severity;
  out.value = twin::excerpt(value);
  out.remedy = std::move(remedy);
  return out;
}

std::optional<Finding> put_permanent_id(twin::RegisterCard& card, std::string_view value) {
  if (!twin::is_permanent_building_id(value)) {
    constexpr std::size_t kLength = 10;
    const auto expected = twin::check_character_of(value);
    std::string remedy = "A permanent building id has 10 characters: 1, eight digits, check character.";
    if (expected && value.size() == kLength) {
      remedy = fmt::format("Its check character would be {}: one of the digits or that character is wrong.", *expected);
    } else if (expected && value.size() + 1 == kLength) {
      remedy = fmt::format("It has 9 characters. {} Where the last one is missing, it is {}.", remedy, *expected);
    }
    return finding("building-id-format", Severity::kError, value, std::move(remedy));
  }
  if (card.permanent_id.empty()) card.permanent_id = value;
  return std::nullopt;
}

template <class Text>
std::optional<Finding> put_text(Text& into, std::string_view value) {
  if (into.empty()) into = value;
  if (!looks_like_formula(value)) return std::nullopt;
  return finding("looks-like-formula", Severity::kInfo, value,
                 "Nothing to do: it is kept as text, and exports write it so that a spreadsheet shows text.");
}

Finding unknown_code(const CodeList& list, std::string_view value) {
  return finding("code-unknown", Severity::kWarning, value,
                 fmt::format("The code list {} has no such code; the text is kept as it stands.", list.name()));
}

/// The national service writes codes as addresses: ".../rakennus_1_20180712/code/0121".
std::string_view without_address(std::string_view value) {
  if (const auto slash = value.rfind("/code/"); slash != std::string_view::npos) value.remove_prefix(slash + 6);
  return value;
}

/// Kept as it stands; told where no list knows it.
std::optional<Finding> put_known(twin::SharedText& into, const ColumnRule& rule, std::string_view value) {
  auto noted = put_text(into, value);
  if (noted) return noted;
  const auto code = without_address(value);
  std::string names;
  for (const auto* const list : rule.known) {
    if (list->find(code) != nullptr || list->find_any_label(value) != nullptr) return std::nullopt;
    names += (names.empty() ? "" : ", ") + list->name();
  }
  return finding("code-unknown", Severity::kWarning, value,
                 fmt::format("No code list has such a code or name ({}); the text is kept as it stands.", names));
}

/// A code becomes its label; a label stays.
std::optional<Finding> put_label(twin::SharedText& into, const ColumnRule& rule, std::string_view value) {
  if (rule.codes == nullptr && !rule.known.empty()) return put_known(into, rule, value);
  if (rule.codes != nullptr) value = without_address(value);
  if (rule.codes == nullptr || rule.codes->find_label(value) != nullptr) return put_text(into, value);
  const auto* const label = rule.codes->find(value);
  if (label != nullptr) return put_text(into, label->fi);
  put_text(into, value);
  return unknown_code(*rule.codes, value);
}

std::optional<Finding> put_code(twin::SharedText& into, const ColumnRule& rule, std::string_view value) {
  value = without_address(value);
  if (rule.codes == nullptr) return put_text(into, value);
  const auto* const label = rule.codes->find(value);
  if (label != nullptr) return put_text(into, label->code);
  put_text(into, value);
  // Higher levels of a classification ("01" of "0121") are codes too.
  const auto& codes = rule.codes->codes();
  const bool level = !value.empty() && std::any_of(codes.begin(), codes.end(), [&](const CodeLabel& one) { return one.code.starts_with(value); });
  if (level) return std::nullopt;
  return unknown_code(*rule.codes, value);
}

/// Whole numbers for fields that count. `rule_id` names the national quality rule behind the limit.
template <class T>
std::optional<Finding> put_amount(std::optional<T>& into, const ColumnRule& rule, std::string_view value,
                                  double largest, std::string_view rule_id) {
  auto number = parse_amount(value);
  if (number) *number *= rule.factor;
  if (!number || (std::is_same_v<T, int> &&
                  *number != static_cast<double>(static_cast<long long>(std::clamp(*number, -1e15, 1e15))))) {
    return finding("value-not-a-number", Severity::kWarning, value,
                   std::is_same_v<T, int> ? "Write a whole number, or leave the cell empty."
                                          : "Write a number such as 12.5 or 12,5, or leave the cell empty.");
  }
  if (*number < 0) {
    return finding("value-not-positive", Severity::kWarning, value,
                   "Write a positive number, or leave the cell empty when it is not known.");
  }
  if (*number > largest) {
    return finding("value-out-of-range", Severity::kWarning, value,
                   fmt::format("At most {:.0f} ({}): check the unit, or leave the cell empty.", largest, rule_id));
  }
  if (*number == 0 && rule.zero_is_unknown) return std::nullopt;
  if (!into) into = static_cast<T>(*number);
  return std::nullopt;
}

std::optional<Finding> put_completed(twin::RegisterCard& card, const ColumnRule& rule, std::string_view value) {
  const auto date = parse_register_date(value);
  const bool spelt = date && (date->iso.size() == 4       ? rule.years || rule.iso_dates
                              : value.find('.') != std::string_view::npos ? rule.finnish_dates
                                                                          : rule.iso_dates);
  if (!spelt || date->year < rule.earliest_year || date->year > rule.latest_year) {
    return finding("date-invalid", Severity::kWarning, value,
                   fmt::format("Write an existing day as 2024-02-29 or 29.2.2024, or a year from {} to {}.",
                               rule.earliest_year, rule.latest_year));
  }
  if (card.completed.empty()) {
    card.completed = date->iso;
    card.completion_year = date->year;
  }
  return std::nullopt;
}

std::optional<Finding> put_updated(twin::RegisterCard& card, std::string_view value) {
  const auto date = parse_register_date(value);
  if (!date) return finding("date-invalid", Severity::kWarning, value, "Write the day of the record as 2024-02-29 or 29.2.2024.");
  if (card.updated.empty()) card.updated = date->iso;
  return std::nullopt;
}

std::optional<Finding> put_answer(std::optional<bool>& into, std::string_view value) {
  std::string lower(value);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr auto kYes = std::to_array<std::string_view>({"1", "true", "t", "yes", "y", "kyllä", "kylla", "k", "on", "ja", "1.0"});
  constexpr auto kNo = std::to_array<std::string_view>({"0", "false", "f", "no", "n", "ei", "e", "nej", "0.0"});
  const bool yes = std::find(kYes.begin(), kYes.end(), lower) != kYes.end();
  if (!yes && std::find(kNo.begin(), kNo.end(), lower) == kNo.end()) {
    return finding("value-unknown", Severity::kWarning, value, "Write true or false (1 or 0, kyllä or ei), or leave the cell empty.");
  }
  if (!into) into = yes;
  return std::nullopt;
}

std::optional<Finding> put_coordinate(std::optional<double>& into, std::string_view value) {
  const auto number = parse_amount(value);
  if (!number) {
    return finding("value-not-a-number", Severity::kWarning, value, "Write a coordinate in metres, or leave the cell empty.");
  }
  if (!into && *number != 0) into = *number;
  return std::nullopt;
}

std::optional<Finding> put_link_reason(RegisterDraft& draft, std::string_view value) {
  draft.link_reason = twin::link_reason_named(value);
  if (draft.link_reason) return std::nullopt;
  return finding("value-unknown", Severity::kWarning, value,
                 "Write what an export has here, such as by_id or unlinked; the row is linked anew.");
}

/// What kind of owner, never who: a text of no list could be a name, so it is dropped, and not repeated in the message.
std::optional<Finding> put_owner_type(twin::SharedText& into, const ColumnRule& rule, std::string_view value) {
  static const CodeList* const kKinds = find_code_list("owner_type");
  for (const auto* const list : {rule.codes, kKinds}) {
    if (list == nullptr) continue;
    if (const auto* const label = list->find(value) != nullptr ? list->find(value) : list->find_any_label(value)) return put_text(into, label->fi);
  }
  constexpr std::size_t kLongestCode = 3;
  if (value.size() <= kLongestCode && value.find_first_not_of("0123456789") == std::string_view::npos) {
    put_text(into, value);
    return unknown_code(*kKinds, value);
  }
  return finding("owner-type-unknown", Severity::kWarning, "",
                 "Only kinds of owners are kept (datasets/codelists/owner_types.tsv lists them), never a name: the value was dropped.");
}

std::optional<Finding> put_from_model(RegisterDraft& draft, std::string_view value) {
  const auto fields = card_fields_of(value);
  if (fields) draft.from_model = *fields;
  if (fields) return std::nullopt;
  return finding("value-unknown", Severity::kWarning, value, "Write names of attributes as an export has them: storeys, volume_m3.");
}

std::optional<Finding> put_link_details(RegisterDraft& draft, std::string_view value) {
  auto details = link_details_of(value);
  if (!details) return finding("value-unknown", Severity::kWarning, value, "Leave this column as the export wrote it, or empty.");
  draft.link_details = std::move(*details);
  return std::nullopt;
}

void join_address(twin::NumberedText<twin::NumberAt::kFirst>& into, const std::string& street, const std::string& number) {
  if (into.empty() && !street.empty()) into = number.empty() ? street : street + " " + number;
}

/// What the usual registers and the tiles of the city model call things.
const ColumnRule* model_rule(std::string_view name) {
  static const RegisterMapping* const kMapping = [] {
    const RegisterMapping* out = built_in_mappings().front().get();
    for (const auto& one : built_in_mappings()) {
      if (one->name == "helsinki-citygml-attributes") out = one.get();
    }
    return out;
  }();
  return kMapping->rule_of(name);
}

}  // namespace

std::optional<RegisterField> register_field(std::string_view name) {
  const auto* const rule = model_rule(name);
  return rule == nullptr ? std::nullopt : std::optional(rule->field);
}

std::span<const std::string_view> identifying_columns() {
  return kIdentifying;
}

std::optional<Finding> put_register_value(RegisterDraft& draft, const ColumnRule& rule, std::string_view value) {
  value = trimmed(value);
  if (value.empty()) return std::nullopt;
  auto& card = draft.card;
  switch (rule.field) {
    case kPermanentId: return put_permanent_id(card, value);
    case kMunicipalNumber:
      if (rule.zero_is_unknown && value.find_first_not_of("0.") == std::string_view::npos) return std::nullopt;
      return put_text(card.municipal_number, value);
    case kModelId:
      if (draft.model_id.empty()) draft.model_id = value;
      return std::nullopt;
    case kUuid:
      if (draft.uuid.empty()) draft.uuid = value;
      return std::nullopt;
    case kPropertyId: return put_text(card.property_id, value);
    case kUseCode: return put_code(card.use_code, rule, value);
    case kUseCode2018: return put_code(card.use_code_2018, rule, value);
    case kUseText: return put_text(card.use_text, value);
    case kFloorArea: return put_amount(card.floor_area_m2, rule, value, 9'999'999, "laatu/vaat-rakennuksen-kerrosala");
    case kTotalArea: return put_amount(card.total_area_m2, rule, value, 9'999'999, "laatu/vaat-rakennuskohteen-kokonaisala");
    case kBasementArea: return put_amount(card.basement_area_m2, rule, value, 9'999'999, "laatu/vaat-rakennuksen-kellariala");
    case kVolume: return put_amount(card.volume_m3, rule, value, 9'999'999, "laatu/vaat-rakennuksen-tilavuus");
    case kStoreys: return put_amount(card.storeys, rule, value, 99, "laatu/vaat-rakennuksen-kerrosluku");
    case kDwellings: return put_amount(card.dwellings, rule, value, 99'999, "no building has more dwellings");
    case kCompleted: return put_completed(card, rule, value);
    case kMaterial: return put_label(card.material, rule, value);
    case kFacadeMaterial: return put_label(card.facade_material, rule, value);
    case kHeatingMode: return put_label(card.heating_mode, rule, value);
    case kHeatingSource: return put_label(card.heating_source, rule, value);
    case kLift: return put_answer(card.lift, value);
    case kSewer: return put_answer(card.connections.sewer, value);
    case kWater: return put_answer(card.connections.water, value);
    case kElectricity: return put_answer(card.connections.electricity, value);
    case kGas: return put_answer(card.connections.gas, value);
    case kCable: return put_answer(card.connections.cable, value);
    case kAddress: return put_text(card.address, value);
    case kAddressSv: return put_text(card.address_sv, value);
    case kStreet: return put_text(draft.street, value);
    case kStreetSv: return put_text(draft.street_sv, value);
    case kHouseNumber: return put_text(draft.house_number, value);
    case kStatus: return put_label(card.status, rule, value);
    case kOwnerType: return put_owner_type(card.owner_type, rule, value);
    case kEasting: return put_coordinate(draft.easting, value);
    case kNorthing: return put_coordinate(draft.northing, value);
    case kFromModel: return put_from_model(draft, value);
    case kLinkDetails: return put_link_details(draft, value);
    case kUpdated: return put_updated(card, value);
    case kLinkReason: return put_link_reason(draft, value);
    case kLinkNote:
      draft.link_note = value;
      return std::nullopt;
    case kRegisterSource:
      draft.register_source = value;
      return std::nullopt;
  }
  return std::nullopt;
}

void complete(RegisterDraft& draft) {
  auto& card = draft.card;
  join_address(card.address, draft.street, draft.house_number);
  join_address(card.address_sv, draft.street_sv, draft.house_number);
  if (!card.use_text.empty()) return;
  for (const auto& [list, code] : {std::pair("use_1994", card.use_code), std::pair("use_2018", card.use_code_2018)}) {
    const auto* const codes = find_code_list(list);
    const auto* const label = codes == nullptr || code.empty() ? nullptr : codes->find(code);
    if (label == nullptr) continue;
    card.use_text = label->fi;
    return;
  }
}

twin::RegisterCard card_of_attributes(std::span<const twin::GenericAttribute> attributes, std::string_view id,
                                      std::vector<Finding>& findings) {
  RegisterDraft draft;
  for (const auto& attribute : attributes) {
    const auto* const rule = model_rule(attribute.name);
    if (rule == nullptr) continue;
    auto noted = put_register_value(draft, *rule, attribute.value);
    if (!noted) continue;
    noted->id = id;
    noted->place = "attribute " + twin::excerpt(attribute.name);
    // A model may be used without its register id; a register row may not.
    noted->severity = std::min(noted->severity, Severity::kWarning);
    findings.push_back(std::move(*noted));
  }
  complete(draft);
  if (!(draft.card == twin::RegisterCard{})) draft.card.source = "model attributes";
  return std::move(draft.card);
}

std::string uuid_of_attributes(std::span<const twin::GenericAttribute> attributes) {
  for (const auto& attribute : attributes) {
    if (register_field(attribute.name) == kUuid) return std::string(trimmed(attribute.value));
  }
  return "";
}

}  // namespace geo

#include "geo/io/register_columns.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "geo/io/register_values.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

struct Spelling {
  std::string_view name;  ///< folded
  RegisterField field;
};

using enum RegisterField;

constexpr auto kSpellings = std::to_array<Spelling>({
    {"vtjprt", kPermanentId},
    {"rakennustunnusvtjprt", kPermanentId},
    {"pysyvarakennustunnus", kPermanentId},
    {"permanentbuildingidentifier", kPermanentId},
    {"permanentbuildingid", kPermanentId},
    {"permanentid", kPermanentId},
    {"ratu", kMunicipalNumber},
    {"rakennustunnusratu", kMunicipalNumber},
    {"municipalnumber", kMunicipalNumber},
    {"gmlid", kModelId},
    {"modelid", kModelId},
    {"uuid", kUuid},
    {"ckiinteistotunnus", kPropertyId},
    {"kiinteistotunnus", kPropertyId},
    {"propertyid", kPropertyId},
    {"propertyidentifier", kPropertyId},
    {"usecodeckayttark", kUseCode},
    {"ckayttark", kUseCode},
    {"kayttotarkoituskoodi", kUseCode},
    {"usecode", kUseCode},
    {"usetext", kUseText},
    {"kayttotarkoitus", kUseText},
    {"use", kUseText},
    {"bldgfunction", kUseText},
    {"floorareakm2", kFloorArea},
    {"flooraream2", kFloorArea},
    {"floorarea", kFloorArea},
    {"kerrosala", kFloorArea},
    {"ikerosal", kFloorArea},
    {"ikerrosala", kFloorArea},
    {"totalaream2", kTotalArea},
    {"totalarea", kTotalArea},
    {"kokonaisala", kTotalArea},
    {"ikokala", kTotalArea},
    {"volumem3", kVolume},
    {"volume", kVolume},
    {"tilavuus", kVolume},
    {"iraktilav", kVolume},
    {"storeys", kStoreys},
    {"kerroksia", kStoreys},
    {"kerrosluku", kStoreys},
    {"ikerrlkm", kStoreys},
    {"bldgstoreysaboveground", kStoreys},
    {"completed", kCompleted},
    {"completiondate", kCompleted},
    {"completionyear", kCompleted},
    {"valmistunut", kCompleted},
    {"valmistumispaiva", kCompleted},
    {"valmistumisvuosi", kCompleted},
    {"cvalmpvm", kCompleted},
    {"bldgyearofconstruction", kCompleted},
    {"condateofconstruction", kCompleted},
    {"material", kMaterial},
    {"rakennusaine", kMaterial},
    {"address", kAddress},
    {"katuosoite", kAddress},
    {"osoite", kAddress},
    {"bldgaddress", kAddress},
    {"status", kStatus},
    {"rakennuksentila", kStatus},
    {"ownertype", kOwnerType},
    {"omistajalaji", kOwnerType},
});

constexpr auto kIdentifying = std::to_array<std::string_view>({"VTJ_PRT", "RATU", "gml_id", "UUID"});

/// Letters and digits in lower case; ä and å become a, ö becomes o.
std::string fold(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    if (byte < 0x80 && std::isalnum(byte)) {
      out += static_cast<char>(std::tolower(byte));
    } else if (byte == 0xC3 && i + 1 < name.size()) {
      const auto next = static_cast<unsigned char>(name[++i]);
      if (next == 0xA4 || next == 0x84 || next == 0xA5 || next == 0x85) out += 'a';
      if (next == 0xB6 || next == 0x96) out += 'o';
    }
  }
  return out;
}

twin::Finding finding(std::string code, twin::Severity severity, std::string_view value, std::string remedy) {
  twin::Finding out;
  out.code = std::move(code);
  out.severity = severity;
  out.value = twin::excerpt(value);
  out.remedy = std::move(remedy);
  return out;
}

std::optional<twin::Finding> put_permanent_id(twin::RegisterCard& card, std::string_view value) {
  if (!twin::is_permanent_building_id(value)) {
    return finding("building-id-format", twin::Severity::kError, value,
                   "A permanent building id has 10 characters: 1, eight digits, check character.");
  }
  if (card.permanent_id.empty()) card.permanent_id = value;
  return std::nullopt;
}

std::optional<twin::Finding> put_text(std::string& into, std::string_view value) {
  if (into.empty()) into = value;
  if (!looks_like_formula(value)) return std::nullopt;
  return finding("looks-like-formula", twin::Severity::kInfo, value,
                 "Nothing to do: it is kept as text, and exports write it so that a spreadsheet shows text.");
}

template <class T>
std::optional<twin::Finding> put_amount(std::optional<T>& into, std::string_view value, double largest) {
  const auto number = parse_amount(value);
  if (!number || (std::is_same_v<T, int> &&
                  *number != static_cast<double>(static_cast<long long>(std::clamp(*number, -1e15, 1e15))))) {
    return finding("value-not-a-number", twin::Severity::kWarning, value,
                   std::is_same_v<T, int> ? "Write a whole number, or leave the cell empty."
                                          : "Write a number such as 12.5 or 12,5, or leave the cell empty.");
  }
  if (*number < 0) {
    return finding("value-not-positive", twin::Severity::kWarning, value,
                   "Write a positive number, or leave the cell empty when it is not known.");
  }
  if (*number > largest) {
    return finding("value-out-of-range", twin::Severity::kWarning, value,
                   "No building is that large: check the unit, or leave the cell empty.");
  }
  if (*number > 0 && !into) into = static_cast<T>(*number);
  return std::nullopt;
}

std::optional<twin::Finding> put_completed(twin::RegisterCard& card, std::string_view value) {
  const auto date = parse_register_date(value);
  if (!date) {
    return finding("date-invalid", twin::Severity::kWarning, value,
                   "Write an existing day as 2024-02-29 or 29.2.2024, or a year from 1200 to 2100.");
  }
  if (card.completed.empty()) {
    card.completed = date->iso;
    card.completion_year = date->year;
  }
  return std::nullopt;
}

}  // namespace

std::optional<RegisterField> register_field(std::string_view name) {
  const auto folded = fold(name);
  const auto entry = std::find_if(kSpellings.begin(), kSpellings.end(),
                                  [&](const Spelling& spelling) { return spelling.name == folded; });
  if (entry == kSpellings.end()) return std::nullopt;
  return entry->field;
}

std::span<const std::string_view> identifying_columns() {
  return kIdentifying;
}

std::optional<twin::Finding> put_register_value(twin::RegisterCard& card, RegisterField field,
                                                std::string_view value) {
  value = trimmed(value);
  if (value.empty()) return std::nullopt;
  switch (field) {
    case kPermanentId:
      return put_permanent_id(card, value);
    case kMunicipalNumber:
      if (value.find_first_not_of('0') == std::string_view::npos) return std::nullopt;
      return put_text(card.municipal_number, value);
    case kModelId:
    case kUuid:
      return std::nullopt;
    case kPropertyId:
      return put_text(card.property_id, value);
    case kUseCode:
      return put_text(card.use_code, value);
    case kUseText:
      return put_text(card.use_text, value);
    case kFloorArea:
      return put_amount(card.floor_area_m2, value, 1e7);
    case kTotalArea:
      return put_amount(card.total_area_m2, value, 1e7);
    case kVolume:
      return put_amount(card.volume_m3, value, 1e9);
    case kStoreys:
      return put_amount(card.storeys, value, 200);
    case kCompleted:
      return put_completed(card, value);
    case kMaterial:
      return put_text(card.material, value);
    case kAddress:
      return put_text(card.address, value);
    case kStatus:
      return put_text(card.status, value);
    case kOwnerType:
      return put_text(card.owner_type, value);
  }
  return std::nullopt;
}

twin::RegisterCard card_of_attributes(std::span<const twin::GenericAttribute> attributes, std::string_view id,
                                      std::vector<twin::Finding>& findings) {
  twin::RegisterCard card;
  for (const auto& attribute : attributes) {
    const auto field = register_field(attribute.name);
    if (!field) continue;
    auto noted = put_register_value(card, *field, attribute.value);
    if (!noted) continue;
    noted->id = id;
    noted->place = "attribute " + twin::excerpt(attribute.name);
    // A model may be used without its register id; a register row may not.
    noted->severity = std::min(noted->severity, twin::Severity::kWarning);
    findings.push_back(std::move(*noted));
  }
  if (!(card == twin::RegisterCard{})) card.source = "model attributes";
  return card;
}

std::string uuid_of_attributes(std::span<const twin::GenericAttribute> attributes) {
  for (const auto& attribute : attributes) {
    if (register_field(attribute.name) == kUuid) return std::string(trimmed(attribute.value));
  }
  return "";
}

}  // namespace geo

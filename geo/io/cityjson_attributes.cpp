#include "geo/io/cityjson_attributes.hpp"

#include <algorithm>
#include <array>

namespace geo::cityjson {
namespace {

using simdjson::dom::element_type;

struct CoreName {
  std::string_view name;
  std::string CoreAttributes::*field;
};
constexpr std::array kCore{
    CoreName{"creationDate", &CoreAttributes::creation_date},
    CoreName{"class", &CoreAttributes::building_class},
    CoreName{"function", &CoreAttributes::function},
    CoreName{"usage", &CoreAttributes::usage},
    CoreName{"roofType", &CoreAttributes::roof_type},
    CoreName{"yearOfConstruction", &CoreAttributes::year_of_construction},
    CoreName{"storeysAboveGround", &CoreAttributes::storeys_above_ground},
    CoreName{"storeysBelowGround", &CoreAttributes::storeys_below_ground},
    CoreName{"measuredHeight", &CoreAttributes::measured_height},
};

bool is_container(Element value) {
  return value.is_array() || value.is_object();
}

std::string text_of(Element value) {
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? std::string(text) : simdjson::minify(value);
}

const char* type_of(Element value) {
  switch (value.type()) {
    case element_type::INT64:
    case element_type::UINT64:
      return "int";
    case element_type::DOUBLE:
      return "double";
    default:
      return "string";
  }
}

/// Scalars joined by "; ", as elements that occur several times are; nothing when one is no scalar.
std::optional<std::string> joined(Element value) {
  if (!is_container(value)) return text_of(value);
  Array items;
  if (value.get(items) != simdjson::SUCCESS) return std::nullopt;
  std::string out;
  for (const Element item : items) {
    if (is_container(item)) return std::nullopt;
    if (item.is_null()) continue;
    if (!out.empty()) out += "; ";
    out += text_of(item);
  }
  return out;
}

class Taker {
 public:
  Taker(RawPart& part, std::size_t& text_bytes) : part_(part), text_bytes_(text_bytes) {}

  void take(const std::string& name, Element value) {
    if (text_bytes_ > kMaxBuildingText || value.is_null()) return;
    Object members;
    if (value.get(members) != simdjson::SUCCESS) {
      keep({name, type_of(value), text_of(value), ""});
      return;
    }
    const auto amount = find(members, "value"), unit = find(members, "uom");
    if (members.size() == 2 && amount && unit && amount->is_number() && unit->is_string()) {
      keep({name, "measure", text_of(*amount), text_of(*unit)});
      return;
    }
    for (const auto member : members) take(name + "/" + std::string(member.key), member.value);
  }

 private:
  void keep(twin::GenericAttribute attribute) {
    text_bytes_ += attribute.name.size() + attribute.value.size() + 16;
    part_.attributes.push_back(std::move(attribute));
  }

  RawPart& part_;
  std::size_t& text_bytes_;
};

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

twin::Status read_attributes(Element attributes, const JsonPlace& place, RawPart& part,
                             std::size_t& text_bytes) {
  TWIN_TRY(const Object object, as_object(attributes, place));
  Taker taker(part, text_bytes);
  for (const auto member : object) {
    if (member.value.is_null()) continue;
    const auto* core = std::find_if(kCore.begin(), kCore.end(), [&](const CoreName& name) {
      return name.name == std::string_view(member.key);
    });
    auto text = core != kCore.end() ? joined(member.value) : std::nullopt;
    if (!text) {
      taker.take(std::string(member.key), member.value);
      continue;
    }
    text_bytes += text->size();
    part.core.*(core->field) = *std::move(text);
  }
  return twin::Done{};
}

void read_extra(Object object, RawPart& part, std::size_t& text_bytes) {
  Taker taker(part, text_bytes);
  for (const auto member : object) {
    if (member.key.starts_with('+')) taker.take(std::string(member.key), member.value);
  }
}

twin::Result<RawAddress> read_address(Object address, const JsonPlace& place) {
  struct Field {
    std::string_view name;
    std::string RawAddress::*field;
  };
  constexpr std::array kFields{
      Field{"thoroughfareName", &RawAddress::thoroughfare}, Field{"thoroughfareNumber", &RawAddress::number},
      Field{"postcode", &RawAddress::postal_code},          Field{"postalCode", &RawAddress::postal_code},
      Field{"postalCodeNumber", &RawAddress::postal_code},  Field{"locality", &RawAddress::locality},
      Field{"localityName", &RawAddress::locality},         Field{"country", &RawAddress::country},
      Field{"countryName", &RawAddress::country},
  };
  RawAddress out;
  for (const auto member : address) {
    for (const auto& field : kFields) {
      if (!same_letters(member.key, field.name) || member.value.is_null()) continue;
      if (is_container(member.value)) {
        return as_text(member.value, JsonPlace(place, member.key)).problem();
      }
      out.*(field.field) = text_of(member.value);
    }
  }
  return out;
}

}  // namespace geo::cityjson

#include "geo/io/cityjson_attributes.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "geo/io/cityjson_names.hpp"
#include "geo/io/export_columns.hpp"

namespace geo::cityjson {
namespace {

using simdjson::dom::element_type;

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
    case element_type::BOOL:
      return "bool";
    case element_type::ARRAY:
    case element_type::OBJECT:
      return "json";
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
    if (value.get(members) != simdjson::SUCCESS || members.size() == 0) {
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

/// [name, type, value] or [name, type, value, unit].
std::optional<twin::GenericAttribute> exact_attribute(Element entry) {
  Array items;
  if (entry.get(items) != simdjson::SUCCESS || items.size() < 3 || items.size() > 4) return std::nullopt;
  twin::GenericAttribute out;
  std::string* const fields[] = {&out.name, &out.type, &out.value, &out.unit};
  std::size_t i = 0;
  for (const Element item : items) {
    std::string_view text;
    if (item.get(text) != simdjson::SUCCESS) return std::nullopt;
    *fields[i++] = text;
  }
  return out;
}

/// Takes what an export of this program wrote. False when this is nothing of that kind: it is an attribute like others.
bool take_own(std::string_view name, Element value, RawBuilding& own, std::size_t& text_bytes) {
  if (name == kExactAttributes) {
    std::vector<twin::GenericAttribute> exact;
    Array items;
    if (value.get(items) != simdjson::SUCCESS) return false;
    for (const Element item : items) {
      auto attribute = exact_attribute(item);
      if (!attribute) return false;
      text_bytes += attribute->name.size() + attribute->value.size() + attribute->unit.size() + 16;
      exact.push_back(*std::move(attribute));
    }
    own.exact_attributes = std::move(exact);
    return true;
  }
  ExportValue out;
  if (std::string_view text; value.get(text) == simdjson::SUCCESS) {
    out = std::string(text);
    text_bytes += text.size();
  } else if (std::int64_t whole = 0; value.get(whole) == simdjson::SUCCESS) {
    out = whole;
  } else if (double real = 0; value.get(real) == simdjson::SUCCESS) {
    out = real;
  }
  const bool first = !own.exported;
  if (first) own.exported.emplace();
  if (put_building_value(name.substr(kOwnPrefix.size()), out, *own.exported)) return true;
  if (first) own.exported.reset();
  return false;
}

/// An export writes names of extensions behind its own prefix.
std::string_view told_name(std::string_view name) {
  const bool of_extension = name.starts_with(kOwnPrefix) && name.substr(kOwnPrefix.size()).starts_with('+');
  return of_extension ? name.substr(kOwnPrefix.size()) : name;
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

twin::Status read_attributes(Element attributes, const JsonPlace& place, RawPart& part, RawBuilding* own,
                             std::size_t& text_bytes) {
  TWIN_TRY(const Object object, as_object(attributes, place));
  Taker taker(part, text_bytes);
  for (const auto member : object) {
    if (member.value.is_null()) continue;
    if (own != nullptr && member.key.starts_with(kOwnPrefix) && take_own(member.key, member.value, *own, text_bytes))
      continue;
    const auto* core = std::find_if(kCoreNames.begin(), kCoreNames.end(), [&](const CoreName& name) {
      return name.name == std::string_view(member.key);
    });
    auto text = core != kCoreNames.end() ? joined(member.value) : std::nullopt;
    if (!text) {
      taker.take(std::string(told_name(member.key)), member.value);
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

#include "geo/io/cityjson_write_attributes.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "geo/io/cityjson_names.hpp"
#include "twin_core/city/object_lines.hpp"
#include "twin_core/city/other_levels.hpp"

namespace geo::cityjson {
namespace {

using twin::GenericAttribute;
using twin::Json;

/// A number as `text` spells it, whole or not; nothing when JSON would spell it otherwise.
std::optional<Json> exact_number(const std::string& text, bool whole) {
  const char* const end = text.data() + text.size();
  Json out;
  if (whole) {
    std::int64_t number = 0;
    if (const auto [at, error] = std::from_chars(text.data(), end, number); error != std::errc{} || at != end)
      return std::nullopt;
    out = number;
  } else {
    double number = 0;
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || at != end || !std::isfinite(number)) return std::nullopt;
    out = number;
  }
  if (out.dump() != text) return std::nullopt;
  return out;
}

/// An array, or an object without members, as it was read.
std::optional<Json> nested_value(const std::string& text) {
  constexpr std::size_t kDeepest = 64;
  auto value = twin::parse_json(text, kDeepest);
  if (!value || value->is_primitive()) return std::nullopt;
  return std::move(value).value();
}

std::optional<Json> exact_amount(const std::string& text) {
  if (auto whole = exact_number(text, true)) return whole;
  return exact_number(text, false);
}

/// The JSON value that reads as this attribute again; nothing where there is none.
std::optional<Json> exact_value(const GenericAttribute& attribute) {
  if (attribute.type == "measure") {
    const auto amount = exact_amount(attribute.value);
    if (!amount || attribute.unit.empty()) return std::nullopt;
    return Json{{"value", *amount}, {"uom", attribute.unit}};
  }
  if (!attribute.unit.empty()) return std::nullopt;
  if (attribute.type == "string") return Json(attribute.value);
  if (attribute.type == "int") return exact_number(attribute.value, true);
  if (attribute.type == "double") return exact_number(attribute.value, false);
  if (attribute.type == "bool" && (attribute.value == "true" || attribute.value == "false")) return Json(attribute.value == "true");
  if (attribute.type == "json") {
    auto value = nested_value(attribute.value);
    if (value && value->dump() == attribute.value) return value;
  }
  return std::nullopt;
}

/// What readers who know nothing of the exact list see.
Json plain_value(const GenericAttribute& attribute) {
  if (auto exact = exact_value(attribute)) return *std::move(exact);
  if (attribute.type == "json") return nested_value(attribute.value).value_or(Json(attribute.value));
  const bool number = attribute.type == "int" || attribute.type == "double" || attribute.type == "measure";
  double value = 0;
  const char* const end = attribute.value.data() + attribute.value.size();
  const auto [at, error] = std::from_chars(attribute.value.data(), end, value);
  if (!number || error != std::errc{} || at != end || !std::isfinite(value)) return attribute.value;
  return attribute.unit.empty() ? Json(value) : Json{{"value", value}, {"uom", attribute.unit}};
}

/// Those that are read as text of every class.
bool is_core_of_all(const CoreName& core) {
  return core.name == "creationDate" || core.name == "class" || core.name == "function" || core.name == "usage";
}

const CoreName* core_name_of(std::string_view attribute, AttributesOf of) {
  const auto* const found = std::find_if(kCoreNames.begin(), kCoreNames.end(), [&](const CoreName& n) {
    if (of == AttributesOf::kBuilding || n.attribute.starts_with("core:")) return n.attribute == attribute;
    return is_core_of_all(n) && n.name == attribute;
  });
  return found == kCoreNames.end() ? nullptr : found;
}

bool is_core(std::string_view name) {
  return std::any_of(kCoreNames.begin(), kCoreNames.end(), [&](const CoreName& n) { return n.name == name; });
}

std::vector<std::string> steps_of(const std::string& name) {
  std::vector<std::string> out(1);
  for (const char c : name) {
    if (c == '/')
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

/// Names that begin with "+" belong to extensions that the file declares, and an export declares none.
std::string written_name(const std::string& name) { return name.starts_with('+') ? std::string(kOwnPrefix) + name : name; }

/// Puts a value under "a/b" as member b of member a. False where something else stands there, or where the name would
/// not read as itself again.
bool put_nested(Json& object, const std::string& name, Json value) {
  constexpr std::size_t kDeepest = 16;
  const auto steps = steps_of(name);
  if (steps.size() > kDeepest || std::any_of(steps.begin(), steps.end(), [](const auto& s) { return s.empty(); }))
    return false;
  // A member of value and uom would read as a measure.
  if (steps.size() > 1 && (steps.back() == "value" || steps.back() == "uom")) return false;
  Json* at = &object;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    Json& next = (*at)[steps[i]];
    if (next.is_null()) next = Json::object();
    if (!next.is_object()) return false;
    at = &next;
  }
  if (at->contains(steps.back())) return false;
  (*at)[steps.back()] = std::move(value);
  return true;
}

/// CityJSON's own attributes: heights, years and storeys as numbers, everything else as text; read back as text.
bool put_core(Json& object, const CoreName& core, const GenericAttribute& attribute) {
  if (object.contains(core.name)) return false;
  const bool is_number = core.name == "yearOfConstruction" || core.name == "measuredHeight" || core.name.starts_with("storeys");
  const auto exact = is_number ? exact_amount(attribute.value) : std::nullopt;
  const auto value = exact       ? *exact
                     : is_number ? plain_value({"", "double", attribute.value, ""})
                                 : Json(attribute.value);
  const bool as_text = value.is_string();
  object[std::string(core.name)] = value;
  return (exact || as_text) && attribute.type == "string" && attribute.unit.empty();
}

/// "Hermannin rantatie 2, 00580 Helsinki" taken apart; nothing when it would not read as the same line again.
std::optional<Json> address_of(const std::string& line) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  RawAddress out;
  const auto comma = line.rfind(", ");
  std::string street = comma == std::string::npos ? line : line.substr(0, comma);
  std::string town = comma == std::string::npos ? "" : line.substr(comma + 2);
  if (comma == std::string::npos && !line.empty() && is_digit(line.front())) std::swap(street, town);
  const auto number = street.rfind(' ');
  if (number != std::string::npos && number + 1 < street.size() && is_digit(street[number + 1])) {
    out.number = street.substr(number + 1);
    street.resize(number);
  }
  out.thoroughfare = street;
  const auto code = town.find(' ');
  if (!town.empty() && is_digit(town.front())) {
    out.postal_code = town.substr(0, code);
    out.locality = code == std::string::npos ? "" : town.substr(code + 1);
  } else {
    out.locality = town;
  }
  if (out.text() != line) return std::nullopt;
  Json object = Json::object();
  for (const auto& [name, value] : {std::pair{"ThoroughfareName", &out.thoroughfare},
                                    {"ThoroughfareNumber", &out.number},
                                    {"Postcode", &out.postal_code},
                                    {"Locality", &out.locality}}) {
    if (!value->empty()) object[name] = *value;
  }
  return object;
}

bool is_geometry(const GenericAttribute& attribute) { return twin::are_lines(attribute) || twin::are_other_levels(attribute); }

class AttributeWriter {
 public:
  AttributeWriter(const twin::BuildingShape& shape, AttributesOf of) : shape_(shape), of_(of) {
    out_.of_part.assign(std::max<std::size_t>(shape.parts.size(), 1), Json::object());
    out_.addresses = Json::array();
  }

  WrittenAttributes run() && {
    for (const auto& attribute : shape_.attributes) {
      if (is_geometry(attribute)) continue;  // written as such
      if (!take(attribute)) inexact_.insert(attribute.name);
    }
    auto exact = Json::array();
    for (const auto& attribute : shape_.attributes) {
      const auto& [name, type, value, unit] = attribute;
      if (!inexact_.contains(name) || is_geometry(attribute)) continue;
      auto entry = Json::array({name, type, value});
      if (!unit.empty()) entry.push_back(unit);
      exact.push_back(std::move(entry));
    }
    if (!exact.empty()) out_.of_part.front()[std::string(kExactAttributes)] = std::move(exact);
    return std::move(out_);
  }

 private:
  /// False when reading would give something else.
  bool take(const GenericAttribute& attribute) {
    const auto [part, name] = part_of(attribute.name);
    auto& object = out_.of_part[part];
    if (const auto* const core = core_name_of(name, of_)) return put_core(object, *core, attribute);
    if (part == 0 && name == kAddressAttribute && of_ == AttributesOf::kBuilding) {
      auto address = address_of(attribute.value);
      if (address) out_.addresses.push_back(*std::move(address));
      return address && attribute.type == "string" && attribute.unit.empty();
    }
    if (name.starts_with(kOwnPrefix)) return false;
    if (is_core(name)) {
      if (of_ == AttributesOf::kObject) put_nested(object, name, plain_value(attribute));
      return false;
    }
    return put_nested(object, written_name(name), plain_value(attribute)) && exact_value(attribute).has_value();
  }

  /// The part that an attribute named "part id/name" is of, and its name there.
  std::pair<std::size_t, std::string> part_of(const std::string& name) const {
    std::size_t best = 0, longest = 0;
    for (std::size_t i = 1; i < shape_.parts.size(); ++i) {
      const auto& id = shape_.parts[i].id;
      if (id.size() <= longest || name.size() <= id.size() + 1 || name[id.size()] != '/' || !name.starts_with(id)) continue;
      best = i;
      longest = id.size();
    }
    return {best, best == 0 ? name : name.substr(longest + 1)};
  }

  const twin::BuildingShape& shape_;
  AttributesOf of_;
  WrittenAttributes out_;
  std::set<std::string> inexact_;
};

}  // namespace

WrittenAttributes write_attributes(const twin::BuildingShape& shape, AttributesOf of) {
  return AttributeWriter(shape, of).run();
}

}  // namespace geo::cityjson

#include "geo/io/cityjson_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

#include "twin_core/base/text.hpp"

namespace geo::cityjson {
namespace {

using simdjson::dom::element_type;
using twin::Problem;

Problem wrong_kind(Element value, const JsonPlace& place, std::string_view wanted) {
  return {"input-invalid", fmt::format("Here stands {} where {} is due.", shown(value), wanted), place.text(),
          shown(value), fmt::format("Write {}.", wanted)};
}

/// The names of one object. Most have few, which are compared one by one.
class NamesSeen {
 public:
  /// False for one that was there.
  bool insert(std::string_view name) {
    if (count_ < few_.size()) {
      const auto end = few_.begin() + static_cast<std::ptrdiff_t>(count_);
      if (std::find(few_.begin(), end, name) != end) return false;
      few_[count_++] = name;
      return true;
    }
    if (many_.empty()) many_.insert(few_.begin(), few_.end());
    return many_.insert(name).second;
  }

 private:
  std::array<std::string_view, 16> few_;
  std::size_t count_ = 0;
  std::unordered_set<std::string_view> many_;
};

bool holds_numbers_only(std::string_view member) {
  return member == "boundaries" || member == "vertices" || member == "values" ||
         member == "vertices-templates" || member == "vertices-texture";
}

}  // namespace

std::string shown(Element value) {
  switch (value.type()) {
    case element_type::ARRAY:
      return "an array";
    case element_type::OBJECT:
      return "an object";
    case element_type::STRING:
      return "\"" + twin::excerpt(std::string_view(value.get_string().value_unsafe()), 60) + "\"";
    default:
      return simdjson::minify(value);
  }
}

twin::Result<Array> as_array(Element value, const JsonPlace& place) {
  Array out;
  if (value.get(out) != simdjson::SUCCESS) return wrong_kind(value, place, "an array");
  return out;
}

twin::Result<Object> as_object(Element value, const JsonPlace& place) {
  Object out;
  if (value.get(out) != simdjson::SUCCESS) return wrong_kind(value, place, "an object");
  return out;
}

twin::Result<std::string_view> as_text(Element value, const JsonPlace& place) {
  std::string_view out;
  if (value.get(out) != simdjson::SUCCESS) return wrong_kind(value, place, "a text");
  return out;
}

twin::Result<double> as_number(Element value, const JsonPlace& place) {
  double out = 0;
  if (value.get(out) == simdjson::SUCCESS) return out;
  return Problem{"value-not-a-number", "Here a number is due.", place.text(), shown(value),
                 "Write a number."};
}

std::optional<std::int64_t> as_whole(Element value) {
  std::int64_t out = 0;
  if (value.get(out) == simdjson::SUCCESS) return out;
  double number = 0;
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (value.type() != element_type::DOUBLE || value.get(number) != simdjson::SUCCESS) return std::nullopt;
  if (std::abs(number) > kExact || std::trunc(number) != number) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::optional<Element> find(Object object, std::string_view name) {
  Element out;
  if (object.at_key(name).get(out) != simdjson::SUCCESS) return std::nullopt;
  return out;
}

twin::Result<Element> require(Object object, std::string_view name, const JsonPlace& place) {
  if (const auto found = find(object, name)) return *found;
  return Problem{"value-missing", fmt::format("The member \"{}\" is missing.", name),
                 JsonPlace(place, name).text(), "", fmt::format("Add \"{}\".", name)};
}

twin::Status check_members(Element value, const JsonPlace& place) {
  if (Array items; value.get(items) == simdjson::SUCCESS) {
    std::size_t index = 0;
    for (const Element item : items) {
      TWIN_CHECK(check_members(item, JsonPlace(place, index)));
      ++index;
    }
    return twin::Done{};
  }
  Object members;
  if (value.get(members) != simdjson::SUCCESS) return twin::Done{};
  NamesSeen names;
  for (const auto member : members) {
    const JsonPlace here(place, member.key);
    if (!names.insert(member.key)) {
      return Problem{"json-duplicate-key", "An object names a member twice.", here.text(),
                     twin::excerpt(member.key), "Keep one of the two members."};
    }
    if (member.key == "CityObjects") {
      Object objects;
      if (member.value.get(objects) != simdjson::SUCCESS) continue;
      for (const auto object : objects) TWIN_CHECK(check_members(object.value, JsonPlace(here, object.key)));
    } else if (!holds_numbers_only(member.key)) {
      TWIN_CHECK(check_members(member.value, here));
    }
  }
  return twin::Done{};
}

}  // namespace geo::cityjson

#pragma once

#include <simdjson.h>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "geo/io/json_place.hpp"
#include "twin_core/base/result.hpp"

/// Typed access to a parsed document. What is not of the wanted kind is `input-invalid` with the JSON
/// pointer, what is not there `value-missing`.
namespace geo::cityjson {

using Element = simdjson::dom::element;
using Array = simdjson::dom::array;
using Object = simdjson::dom::object;

/// A scalar as written, a container as "an array" or "an object".
std::string shown(Element value);

twin::Result<Array> as_array(Element value, const JsonPlace& place);
twin::Result<Object> as_object(Element value, const JsonPlace& place);
twin::Result<std::string_view> as_text(Element value, const JsonPlace& place);
/// Any JSON number; else `value-not-a-number`.
twin::Result<double> as_number(Element value, const JsonPlace& place);
/// A number without fraction (2 and 2.0 alike) within 64 bits; nothing for anything else.
std::optional<std::int64_t> as_whole(Element value);

/// The member, or nothing.
std::optional<Element> find(Object object, std::string_view name);
twin::Result<Element> require(Object object, std::string_view name, const JsonPlace& place);

/// Error `json-duplicate-key` for the first object below `value` that names a member twice. Not looked
/// into: "CityObjects" itself (its doubles are city objects of one name), boundaries, vertices, values.
twin::Status check_members(Element value, const JsonPlace& place);

}  // namespace geo::cityjson

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "twin_core/base/result.hpp"

/// The sentences of `XmlStream`'s refusals; the place is added by the stream.
namespace geo::xml_problem {

twin::Problem doctype();
twin::Problem too_deep();
twin::Problem too_many_attributes(std::size_t count);
twin::Problem attribute_too_long();
/// @param ahead  the document from the start of the endless markup on
twin::Problem markup_too_long(std::string_view ahead);
twin::Problem out_of_memory();
twin::Problem unreadable();
/// @param code   XML_Error
/// @param ahead  the document from the offending byte on
/// @param open   name of the innermost open element, empty outside the root
twin::Problem from_expat(int code, std::string_view ahead, const std::string& open);

}  // namespace geo::xml_problem

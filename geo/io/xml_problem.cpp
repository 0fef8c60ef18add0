#include "geo/io/xml_problem.hpp"

#include <expat.h>
#include <fmt/format.h>

#include "geo/io/xml_stream.hpp"
#include "twin_core/base/text.hpp"

namespace geo::xml_problem {
namespace {

/// The first character: a whole UTF-8 sequence if it is one.
bool starts_with_valid_utf8(std::string_view ahead) {
  for (std::size_t length = 2; length <= 4 && length <= ahead.size(); ++length) {
    if (twin::is_valid_utf8(ahead.substr(0, length))) return true;
  }
  return false;
}

twin::Problem wrong_byte(unsigned char byte) {
  return {"encoding-invalid",
          fmt::format("the byte 0x{:02X} is no character in the file's encoding", byte),
          {},
          fmt::format("0x{:02X}", byte),
          "looks like ISO-8859-1: declare it in the first line, or save the file as UTF-8"};
}

}  // namespace

twin::Problem doctype() {
  return {"xml-doctype-forbidden",
          "document type declarations are not accepted",
          {},
          "<!DOCTYPE",
          "remove the DOCTYPE; city models do not need one"};
}

twin::Problem too_deep() {
  return {"xml-too-deep",
          fmt::format("elements are nested deeper than {}", XmlLimits::kDepth),
          {},
          {},
          "check how the file was written; city models need some twenty levels"};
}

twin::Problem too_many_attributes(std::size_t count) {
  return {"xml-too-many-attributes",
          fmt::format("an element has {} attributes, {} are accepted", count, XmlLimits::kAttributes),
          {},
          std::to_string(count),
          "check how the file was written"};
}

twin::Problem attribute_too_long() {
  return {"xml-attribute-too-long",
          fmt::format("an attribute is longer than {} bytes", XmlLimits::kAttributeBytes),
          {},
          {},
          "check how the file was written"};
}

twin::Problem markup_too_long(std::string_view ahead) {
  if (!ahead.starts_with("<!") && !ahead.starts_with("<?")) return attribute_too_long();
  return {"xml-text-too-long",
          fmt::format("a comment or instruction is longer than {} bytes", XmlLimits::kMarkupBytes),
          {},
          twin::excerpt(ahead.substr(0, 80)),
          "shorten or remove it"};
}

twin::Problem out_of_memory() {
  return {"file-unreadable",
          "there is not enough memory to read the file",
          {},
          {},
          "try again when the machine is less busy"};
}

twin::Problem unreadable() {
  return {"file-unreadable",
          "the file cannot be read to its end",
          {},
          {},
          "check the disk or the connection and try again"};
}

twin::Problem from_expat(int code, std::string_view ahead, const std::string& open) {
  switch (code) {
    case XML_ERROR_UNKNOWN_ENCODING:
      return {"encoding-unsupported",
              "the declared encoding is none of UTF-8, UTF-16 and ISO-8859-1",
              {},
              {},
              "save the file as UTF-8"};
    case XML_ERROR_INCORRECT_ENCODING:
      return {"encoding-invalid",
              "the file is not in the encoding it declares",
              {},
              {},
              "save the file as UTF-8"};
    case XML_ERROR_UNBOUND_PREFIX:
      return {
          "xml-namespace-missing",
          "a prefix is used whose namespace is not declared",
          {},
          twin::excerpt(ahead.substr(0, 80)),
          "declare it in the root element, e.g. xmlns:bldg=\"http://www.opengis.net/citygml/building/2.0\""};
    case XML_ERROR_NO_MEMORY:
      return out_of_memory();
    case XML_ERROR_INVALID_TOKEN:
    case XML_ERROR_PARTIAL_CHAR:
      if (!ahead.empty() && static_cast<unsigned char>(ahead.front()) >= 0x80 &&
          !starts_with_valid_utf8(ahead)) {
        return wrong_byte(static_cast<unsigned char>(ahead.front()));
      }
      break;
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
      return {"xml-malformed",
              open.empty() ? "the file ends before its root element"
                           : "the file ends inside element " + twin::excerpt(open),
              {},
              {},
              "the file is cut off: fetch or export it again"};
    default:
      break;
  }
  const char* text = XML_ErrorString(static_cast<XML_Error>(code));
  return {"xml-malformed",
          fmt::format("the file is not well-formed XML: {}", text ? text : "unknown error"),
          {},
          twin::excerpt(ahead.substr(0, 40)),
          "export the file again with a tool that writes well-formed XML"};
}

}  // namespace geo::xml_problem

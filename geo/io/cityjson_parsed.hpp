#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/cityjson_value.hpp"
#include "geo/io/json_alike.hpp"

namespace geo::cityjson {

/// How deep arrays and objects may lie in each other, counted from the root.
inline constexpr std::size_t kMaxDepth = 64;

/// One value of a document, parsed by itself: the whole would take ten times the memory of its text. Elements live
/// until the next one is parsed.
class ParsedValue {
 public:
  /// @param containers  how many arrays and objects lie around the value
  explicit ParsedValue(std::size_t containers = 0) : depth_(kMaxDepth - containers) {}

  /// The text has `json_text::kPadding` bytes behind it.
  simdjson::error_code parse_only(std::string_view text);
  /// And checked as `check_members` does. Error `json-malformed`, of which `json_fault` on the whole text says more.
  twin::Status parse(std::string_view text, const JsonPlace& place);
  Element root() const { return root_; }

 private:
  std::size_t depth_;
  simdjson::dom::parser parser_;
  Element root_;
};

/// What is said of a part of the text that is no JSON, until the whole was looked at.
twin::Problem unsound(const JsonPlace& place);

/// Texts with escapes, written out; they live as long as this.
class UnescapedTexts {
 public:
  /// @param raw  what stands between the quotes, both of them beside it
  /// @returns nothing when it is no text
  std::optional<std::string_view> add(std::string_view raw);
  void clear() { texts_.clear(); }

 private:
  ParsedValue parsed_;
  std::vector<std::unique_ptr<const std::string>> texts_;
};

/// What the parts of a document are parsed with, one after the other, by what lies around them. An element lives until
/// the next of its kind is parsed.
struct Parsers {
  ParsedValue document{0};  ///< the members of the root but for "CityObjects" and "vertices"
  ParsedValue section{1};   ///< one of these
  ParsedValue object{2};    ///< a whole city object
  ParsedValue member{3};    ///< a member of one
  UnescapedTexts texts;
  json_text::AlikeObjects objects, attributes;  ///< read without being parsed
};

}  // namespace geo::cityjson

#include <fmt/format.h>

#include <ostream>

#include "geo/io/export_columns.hpp"
#include "geo/io/export_forms.hpp"
#include "geo/io/register_values.hpp"

namespace geo {
namespace {

/// A cell after RFC 4180. Text that a spreadsheet would run gets a leading apostrophe, which makes it
/// text there.
std::string cell(const ExportValue& value) {
  if (const auto* const number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* const integer = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *integer);
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr) return "";
  auto out = looks_like_formula(*text) ? "'" + *text : *text;
  if (out.find_first_of(",;\"\r\n") == std::string::npos) return out;
  for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos; at += 2) out.insert(at, 1, '"');
  return '"' + out + '"';
}

}  // namespace

twin::Status export_csv(const twin::BranchState& state, std::ostream& out) {
  std::string_view separator;
  for (const auto& column : building_columns()) {
    out << separator << column.name;
    separator = ",";
  }
  out << "\r\n";
  state.for_each_building([&](twin::FeatureNumber number, const twin::Building& building) {
    separator = "";
    for (const auto& value : building_values(number, building)) {
      out << separator << cell(value);
      separator = ",";
    }
    out << "\r\n";
  });
  return twin::Done{};
}

}  // namespace geo

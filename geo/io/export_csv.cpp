#include <fmt/format.h>

#include <ostream>

#include "geo/io/export_forms.hpp"
#include "geo/io/register_values.hpp"

namespace geo {
namespace {

/// A cell after RFC 4180. Text that a spreadsheet would run gets a leading apostrophe, which makes it
/// text there.
std::string cell(const ExportValue& value) {
  if (const auto* const number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* const integer = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *integer);
  if (const auto* const list = std::get_if<std::vector<std::string>>(&value)) return cell(joined(*list));
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr) return "";
  auto out = looks_like_formula(*text) ? "'" + *text : *text;
  if (out.find_first_of(",;\"\r\n") == std::string::npos) return out;
  for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos; at += 2) out.insert(at, 1, '"');
  return '"' + out + '"';
}

}  // namespace

twin::Status export_csv(const twin::BranchState& state, const ShapeLoader& shapes, const ExportLayer& layer, std::ostream& out) {
  std::string_view separator;
  for (const auto& column : layer.columns) {
    out << separator << column.name;
    separator = ",";
  }
  out << "\r\n";
  return layer.for_each(state, shapes, [&](const ExportFeature& feature) -> twin::Status {
    separator = "";
    for (const auto& value : feature.values) {
      out << separator << cell(value);
      separator = ",";
    }
    out << "\r\n";
    return twin::Done{};
  });
}

}  // namespace geo

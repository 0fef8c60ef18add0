#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace geo {

/// kList: several texts; one text with ", " between them where a format has no lists. kJson: a JSON text, which is a
/// member of its own where the format is JSON.
enum class ColumnType : std::uint8_t { kText, kNumber, kInteger, kList, kJson };

struct ExportColumn {
  std::string_view name;  ///< a literal; units are part of it, "_json" ends those of type kJson
  ColumnType type = ColumnType::kText;
};

/// Nothing where it is not known: exports never write 0 for that.
using ExportValue = std::variant<std::monostate, std::string, double, std::int64_t, std::vector<std::string>>;

/// Values of the twin as an export has them: empty texts and lists are not known, yes and no are texts.
inline ExportValue shown(const std::string& value) { return value.empty() ? ExportValue{} : ExportValue{value}; }
inline ExportValue shown(double value) { return value; }
inline ExportValue shown(int value) { return static_cast<std::int64_t>(value); }
inline ExportValue shown(const std::optional<double>& value) { return value ? ExportValue{*value} : ExportValue{}; }
inline ExportValue shown(const std::optional<int>& value) { return value ? shown(*value) : ExportValue{}; }
inline ExportValue shown(const std::optional<bool>& value) {
  return value ? ExportValue{std::string(*value ? "yes" : "no")} : ExportValue{};
}
inline ExportValue shown(const std::vector<std::string>& value) { return value.empty() ? ExportValue{} : ExportValue{value}; }
template <class Text>
  requires requires(const Text& text) { std::string(text.str()); }
ExportValue shown(const Text& value) {
  return shown(std::string(value.str()));
}

/// A list as one text.
inline std::string joined(const std::vector<std::string>& texts, std::string_view separator = ", ") {
  std::string out;
  for (const auto& one : texts) out.append(out.empty() ? "" : separator).append(one);
  return out;
}

}  // namespace geo

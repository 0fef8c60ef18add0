#include "geo/io/population_mapping.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <stdexcept>

#include "geo/io/city_batch.hpp"
#include "geo/io/embedded_data.hpp"
#include "geo/io/register_mapping.hpp"
#include "geo/io/register_values.hpp"

namespace geo {
namespace {

constexpr auto kNames = std::to_array<std::string_view>({"id", "name", "name_sv", "residents", "age", "floor_area_per_resident",
                                                         "dwellings", "year", "building", "cell", "easting", "northing", "ages", "source"});
static_assert(kNames.size() == static_cast<std::size_t>(PopulationField::kSource) + 1);

std::string lower(std::string_view text) {
  std::string out(trimmed(text));
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view digits_of(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && end < 3 && text[end] >= '0' && text[end] <= '9') ++end;
  return text.substr(0, end);
}

std::optional<std::uint8_t> age_of(std::string_view digits) {
  int age = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), age);
  if (error != std::errc{} || rest != digits.data() + digits.size() || age > 130) return std::nullopt;
  return static_cast<std::uint8_t>(age);
}

/// Compares a name with one that may hold {from} and {to}. {to} may stand for nothing: the class is open.
bool matches(std::string_view pattern, std::string_view name, PopulationRule& rule) {
  while (!pattern.empty()) {
    const bool from = pattern.starts_with("{from}");
    if (from || pattern.starts_with("{to}")) {
      pattern.remove_prefix(from ? 6 : 4);
      const auto digits = digits_of(name);
      name.remove_prefix(digits.size());
      const auto age = age_of(digits);
      if (!age && (from || !digits.empty())) return false;
      if (from) rule.from = *age;
      else rule.to = age;
      continue;
    }
    if (name.empty() || name.front() != pattern.front()) return false;
    pattern.remove_prefix(1);
    name.remove_prefix(1);
  }
  return name.empty();
}

}  // namespace

std::string_view name_of(PopulationField field) { return kNames[static_cast<std::size_t>(field)]; }

std::optional<PopulationField> population_field_named(std::string_view name) {
  const auto* const entry = std::find(kNames.begin(), kNames.end(), name);
  if (entry == kNames.end()) return std::nullopt;
  return static_cast<PopulationField>(entry - kNames.begin());
}

std::span<const std::string_view> population_field_names() { return kNames; }

bool PopulationMapping::fits(std::span<const std::string> names) const {
  std::vector<std::string> lowered;
  for (const auto& column : names) lowered.push_back(lower(column));
  if (exact && names.size() != needs.size()) return false;
  return std::all_of(needs.begin(), needs.end(), [&](const std::string& need) {
    return std::find(lowered.begin(), lowered.end(), lower(need)) != lowered.end();
  });
}

std::optional<PopulationRule> rule_of(const PopulationMapping& mapping, std::string_view column) {
  const std::string name = lower(column);
  // A name that is written out wins over a pattern.
  for (const bool patterns : {false, true}) {
    for (const auto& known : mapping.columns) {
      for (const auto& candidate : known.names) {
        if ((candidate.find('{') != std::string::npos) != patterns) continue;
        PopulationRule rule{&known, known.from, known.to};
        if (matches(lower(candidate), name, rule)) return rule;
      }
    }
  }
  return std::nullopt;
}

bool is_population_mapping(std::string_view text) {
  while (!text.empty()) {
    const auto line = trimmed(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), text.find('\n') == std::string_view::npos ? text.size() : text.find('\n') + 1));
    if (line.starts_with('[')) return false;
    if (!line.starts_with("kind")) continue;
    const auto value = trimmed(line.substr(4));
    return value.starts_with('=') && trimmed(value.substr(1)).starts_with("\"population\"");
  }
  return false;
}

twin::Status take_mapping(std::string_view file, std::string_view text, ReadOptions& options) {
  if (is_population_mapping(text)) {
    TWIN_TRY(options.population_mapping, parse_population_mapping(file, text));
  } else {
    TWIN_TRY(options.mapping, parse_mapping(file, text));
  }
  return twin::Done{};
}

const std::vector<PopulationMappingPtr>& built_in_population_mappings() {
  static const auto kAll = [] {
    std::vector<PopulationMappingPtr> out;
    for (const auto& file : embedded_population_mappings()) {
      auto mapping = parse_population_mapping(file.name, file.text);
      // Compiled in: a test reads them all.
      if (!mapping) throw std::logic_error(mapping.problem().place + ": " + mapping.problem().remedy);
      out.push_back(*mapping);
    }
    return out;
  }();
  return kAll;
}

PopulationMappingPtr choose_population_mapping(std::span<const std::string> columns) {
  PopulationMappingPtr best;
  std::ptrdiff_t most = 0;
  for (const auto& mapping : built_in_population_mappings()) {
    if (!mapping->fits(columns)) continue;
    const auto reads = std::count_if(columns.begin(), columns.end(),
                                     [&](const std::string& column) { return rule_of(*mapping, column).has_value(); });
    if (best && reads <= most) continue;
    best = mapping;
    most = reads;
  }
  return best;
}

}  // namespace geo

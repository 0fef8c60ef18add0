// The only unit that names toml++, which is slow to compile.
#include <stdexcept>

namespace {
/// The parser asserts that a value stands behind "=" and in lists, which "a = ," breaks (found by fuzzing): here that
/// is an error of the input.
struct TomlAssertion : std::runtime_error {
  using std::runtime_error::runtime_error;
};
constexpr void toml_assert(bool holds, const char* what) {
  if (!holds) throw TomlAssertion(what);
}
}  // namespace
#define TOML_EXCEPTIONS 1
#define TOML_ASSERT(expr) toml_assert(static_cast<bool>(expr), #expr)
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>

#include "geo/io/did_you_mean.hpp"
#include "geo/io/embedded_data.hpp"
#include "geo/io/register_mapping.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Result;
using twin::Status;

constexpr std::size_t kLargestFile = 256u * 1024;
constexpr auto kMappingKeys = std::to_array<std::string_view>({"name", "title", "source", "extends", "needs", "crs", "column"});
constexpr auto kColumnKeys = std::to_array<std::string_view>(
    {"field", "names", "unit", "codes", "zero", "dates", "earliest_year", "latest_year"});

class Reading {
 public:
  explicit Reading(std::string_view file) : file_(file) {}

  Result<MappingPtr> mapping(const toml::table& table, const std::vector<MappingPtr>& known) const {
    TWIN_CHECK(check_keys(table, kMappingKeys));
    auto out = std::make_shared<RegisterMapping>();
    TWIN_TRY(out->name, text(table, "name", true));
    TWIN_TRY(out->title, text(table, "title", false));
    TWIN_TRY(out->source, text(table, "source", false));
    TWIN_TRY(out->crs, text(table, "crs", false));
    TWIN_TRY(const auto needs, texts(table, "needs"));
    for (const auto& column : needs) out->needs.push_back(fold_column_name(column));
    TWIN_TRY(const std::string base, text(table, "extends", false));
    if (!base.empty()) {
      std::vector<std::string_view> names;
      for (const auto& one : known) {
        names.push_back(one->name);
        if (one->name == base) out->base = one;
      }
      if (!out->base) return invalid(*table.get("extends"), base, "No mapping is called so: " + did_you_mean(base, names));
    }
    const toml::node* const columns = table.get("column");
    if (columns == nullptr || !columns->is_array_of_tables()) {
      return invalid(table, "", "Give every column as a table: [[column]], with field and names.");
    }
    for (const auto& node : *columns->as_array()) {
      TWIN_TRY(auto rule, column(*node.as_table()));
      for (const auto& name : rule.names) out->by_name.try_emplace(name, out->columns.size());
      out->columns.push_back(std::move(rule));
    }
    return MappingPtr(std::move(out));
  }

  Problem invalid(const toml::node& node, std::string_view value, std::string remedy) const {
    return {"mapping-invalid", "The mapping file cannot be used.", place(node.source()), twin::excerpt(value),
            std::move(remedy)};
  }
  std::string place(const toml::source_region& region) const {
    return fmt::format("{} line {}", file_, region.begin.line);
  }

 private:
  template <std::size_t N>
  Status check_keys(const toml::table& table, const std::array<std::string_view, N>& known) const {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      return Problem{"member-unknown", "The mapping has a key that nobody knows.", place(key.source()),
                     twin::excerpt(key.str()), did_you_mean(key.str(), known)};
    }
    return twin::Done{};
  }

  Result<std::string> text(const toml::table& table, std::string_view key, bool needed) const {
    const toml::node* const node = table.get(key);
    if (node == nullptr) {
      if (needed) return invalid(table, "", fmt::format("Add {} = \"…\".", key));
      return std::string();
    }
    const auto value = node->value_exact<std::string>();
    if (!value || (needed && value->empty())) return invalid(*node, key, fmt::format("{} is a text.", key));
    return *value;
  }

  Result<std::vector<std::string>> texts(const toml::table& table, std::string_view key) const {
    std::vector<std::string> out;
    const toml::node* const node = table.get(key);
    if (node == nullptr) return out;
    const auto* const array = node->as_array();
    if (array == nullptr) return invalid(*node, key, fmt::format("{} is a list of texts.", key));
    for (const auto& item : *array) {
      const auto value = item.value_exact<std::string>();
      if (!value) return invalid(item, key, fmt::format("{} is a list of texts.", key));
      out.push_back(*value);
    }
    return out;
  }

  Status year(const toml::table& table, std::string_view key, int& into) const {
    const toml::node* const node = table.get(key);
    if (node == nullptr) return twin::Done{};
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > 9999) return invalid(*node, key, fmt::format("{} is a year.", key));
    into = static_cast<int>(*value);
    return twin::Done{};
  }

  Status unit(const toml::table& table, ColumnRule& rule) const {
    TWIN_TRY(const std::string unit, text(table, "unit", false));
    if (unit.empty()) return twin::Done{};
    struct Unit {
      std::string_view name, of;
      double factor;
    };
    constexpr auto kUnits = std::to_array<Unit>({{"m2", "m2", 1}, {"ha", "m2", 1e4}, {"m3", "m3", 1}, {"l", "m3", 1e-3}});
    for (const auto& known : kUnits) {
      if (known.name != unit || known.of != unit_of(rule.field)) continue;
      rule.factor = known.factor;
      return twin::Done{};
    }
    return invalid(*table.get("unit"), unit,
                   unit_of(rule.field).empty() ? fmt::format("{} has no unit.", name_of(rule.field))
                                               : fmt::format("{} is in {}.", name_of(rule.field), unit_of(rule.field)));
  }

  Status codes(const toml::table& table, ColumnRule& rule) const {
    TWIN_TRY(const std::string codes, text(table, "codes", false));
    if (codes.empty()) return twin::Done{};
    rule.codes = find_code_list(codes);
    if (rule.codes != nullptr) return twin::Done{};
    std::vector<std::string_view> names;
    for (const auto& [name, list] : code_lists()) names.push_back(name);
    return invalid(*table.get("codes"), codes, "No code list is called so: " + did_you_mean(codes, names));
  }

  Status dates(const toml::table& table, ColumnRule& rule) const {
    TWIN_TRY(const auto forms, texts(table, "dates"));
    if (!forms.empty()) rule.iso_dates = rule.finnish_dates = rule.years = false;
    constexpr auto kForms = std::to_array<std::string_view>({"iso", "finnish", "year"});
    for (const auto& form : forms) {
      if (form == "iso") rule.iso_dates = true;
      else if (form == "finnish") rule.finnish_dates = true;
      else if (form == "year") rule.years = true;
      else return invalid(*table.get("dates"), form, did_you_mean(form, kForms));
    }
    TWIN_CHECK(year(table, "earliest_year", rule.earliest_year));
    TWIN_CHECK(year(table, "latest_year", rule.latest_year));
    return twin::Done{};
  }

  Result<ColumnRule> column(const toml::table& table) const {
    TWIN_CHECK(check_keys(table, kColumnKeys));
    ColumnRule rule;
    TWIN_TRY(const std::string field, text(table, "field", true));
    const auto known = register_field_named(field);
    if (!known) return invalid(*table.get("field"), field, "No field is called so: " + did_you_mean(field, register_field_names()));
    rule.field = *known;
    TWIN_TRY(const auto names, texts(table, "names"));
    for (const auto& name : names) rule.names.push_back(fold_column_name(name));
    std::erase(rule.names, "");
    if (rule.names.empty()) return invalid(table, field, "Give the names of the column: names = [\"…\"].");
    TWIN_TRY(const std::string zero, text(table, "zero", false));
    if (!zero.empty() && zero != "unknown") return invalid(*table.get("zero"), zero, "zero can only be \"unknown\".");
    rule.zero_is_unknown = !zero.empty();
    TWIN_CHECK(unit(table, rule));
    TWIN_CHECK(codes(table, rule));
    TWIN_CHECK(dates(table, rule));
    return rule;
  }

  std::string_view file_;
};

Result<MappingPtr> parse(std::string_view file, std::string_view text, const std::vector<MappingPtr>& known) {
  if (text.size() > kLargestFile) {
    return Problem{"mapping-invalid", "A mapping file has at most 256 KiB.", std::string(file),
                   fmt::format("{} bytes", text.size()), "Check that this is the mapping."};
  }
  if (!twin::is_valid_utf8(text)) {
    return Problem{"encoding-invalid", "The mapping is not UTF-8 text.", std::string(file), "", "Save the file as UTF-8."};
  }
  const Reading reading(file);
  try {
    return reading.mapping(toml::parse(text), known);
  } catch (const toml::parse_error& error) {
    return Problem{"mapping-invalid", "The mapping file is no TOML.", reading.place(error.source()), "",
                   twin::excerpt(error.description(), 200)};
  } catch (const TomlAssertion&) {
    return Problem{"mapping-invalid", "The mapping file is no TOML.", std::string(file), "",
                   "A value is missing behind = or in a list."};
  }
}

}  // namespace

Result<MappingPtr> parse_mapping(std::string_view file, std::string_view text) {
  return parse(file, text, built_in_mappings());
}

const std::vector<MappingPtr>& built_in_mappings() {
  static const auto kAll = [] {
    std::vector<MappingPtr> out;
    for (const auto& file : embedded_mappings()) {
      auto mapping = parse(file.name, file.text, out);
      // Compiled in: a test reads them all.
      if (!mapping) throw std::logic_error(mapping.problem().place + ": " + mapping.problem().remedy);
      out.push_back(*mapping);
    }
    return out;
  }();
  return kAll;
}

}  // namespace geo

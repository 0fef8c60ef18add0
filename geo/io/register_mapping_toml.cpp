// Mappings of registers and populations, as TOML.
#include "twin_core/base/toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "geo/io/did_you_mean.hpp"
#include "geo/io/embedded_data.hpp"
#include "geo/io/population_mapping.hpp"
#include "geo/io/register_mapping.hpp"
#include "geo/io/text_encoding.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Result;
using twin::Status;

constexpr std::size_t kLargestFile = 256u * 1024;
constexpr auto kMappingKeys = std::to_array<std::string_view>({"name", "title", "source", "extends", "needs", "never_with", "crs", "encoding", "column"});
constexpr auto kColumnKeys = std::to_array<std::string_view>(
    {"field", "names", "unit", "codes", "known", "zero", "dates", "earliest_year", "latest_year"});

constexpr auto kPopulationKeys = std::to_array<std::string_view>(
    {"kind", "name", "title", "source", "crs", "encoding", "id_prefix", "year", "cell_m", "needs", "exact", "column"});
constexpr auto kPopulationColumnKeys = std::to_array<std::string_view>(
    {"field", "names", "unknown", "unknown_below_residents", "from", "to", "sex"});

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
    TWIN_TRY(out->encoding, encoding(table));
    TWIN_TRY(const auto needs, texts(table, "needs"));
    for (const auto& column : needs) out->needs.push_back(fold_column_name(column));
    TWIN_TRY(const auto never_with, texts(table, "never_with"));
    for (const auto& column : never_with) out->never_with.push_back(fold_column_name(column));
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

  Result<PopulationMappingPtr> population(const toml::table& table) const {
    TWIN_CHECK(check_keys(table, kPopulationKeys));
    auto out = std::make_shared<PopulationMapping>();
    TWIN_TRY(const std::string kind, text(table, "kind", true));
    if (kind != "population") return invalid(*table.get("kind"), kind, "kind can only be \"population\".");
    TWIN_TRY(out->name, text(table, "name", true));
    TWIN_TRY(out->title, text(table, "title", false));
    TWIN_TRY(out->source, text(table, "source", false));
    TWIN_TRY(out->crs, text(table, "crs", false));
    TWIN_TRY(out->encoding, encoding(table));
    TWIN_TRY(out->id_prefix, text(table, "id_prefix", false));
    int counted = 0;
    TWIN_CHECK(year(table, "year", counted));
    if (counted != 0) out->year = counted;
    TWIN_TRY(const auto cell, number(table, "cell_m", 0, 100'000));
    out->cell_m = cell.value_or(0);
    TWIN_TRY(out->needs, texts(table, "needs"));
    if (const toml::node* const exact = table.get("exact")) {
      const auto value = exact->value_exact<bool>();
      if (!value) return invalid(*exact, "exact", "exact is true or false.");
      out->exact = *value;
    }
    if (out->needs.empty()) return invalid(table, "", "Name the columns that tell the source: needs = [\"…\"].");
    const toml::node* const columns = table.get("column");
    if (columns == nullptr || !columns->is_array_of_tables()) {
      return invalid(table, "", "Give every column as a table: [[column]], with field and names.");
    }
    for (const auto& node : *columns->as_array()) {
      TWIN_TRY(auto one, population_column(*node.as_table()));
      out->columns.push_back(std::move(one));
    }
    return PopulationMappingPtr(std::move(out));
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

  Result<std::string> encoding(const toml::table& table) const {
    TWIN_TRY(std::string name, text(table, "encoding", false));
    if (name.empty() || text_encoding_named(name)) return name;
    return invalid(*table.get("encoding"), name, "No encoding is called so: " + did_you_mean(name, text_encoding_names()));
  }

  Status year(const toml::table& table, std::string_view key, int& into) const {
    const toml::node* const node = table.get(key);
    if (node == nullptr) return twin::Done{};
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > 9999) return invalid(*node, key, fmt::format("{} is a year.", key));
    into = static_cast<int>(*value);
    return twin::Done{};
  }

  /// Nothing where the key is not there.
  Result<std::optional<double>> number(const toml::table& table, std::string_view key, double low, double high) const {
    const toml::node* const node = table.get(key);
    if (node == nullptr) return std::optional<double>();
    const auto value = node->value<double>();
    if (!value || !node->is_number() || !(*value >= low && *value <= high)) {
      return invalid(*node, key, fmt::format("{} is a number from {} to {}.", key, low, high));
    }
    return value;
  }

  Status numbers(const toml::table& table, std::string_view key, std::vector<double>& into) const {
    const toml::node* const node = table.get(key);
    if (node == nullptr) return twin::Done{};
    const auto* const array = node->as_array();
    if (array == nullptr) return invalid(*node, key, fmt::format("{} is a list of numbers.", key));
    for (const auto& item : *array) {
      const auto value = item.value<double>();
      if (!value || !item.is_number()) return invalid(item, key, fmt::format("{} is a list of numbers.", key));
      into.push_back(*value);
    }
    return twin::Done{};
  }

  Result<PopulationColumn> population_column(const toml::table& table) const {
    constexpr double kOldest = 130, kMany = 1e9;
    TWIN_CHECK(check_keys(table, kPopulationColumnKeys));
    PopulationColumn out;
    TWIN_TRY(const std::string field, text(table, "field", true));
    const auto known = population_field_named(field);
    if (!known) return invalid(*table.get("field"), field, "No field is called so: " + did_you_mean(field, population_field_names()));
    out.field = *known;
    TWIN_TRY(out.names, texts(table, "names"));
    std::erase(out.names, "");
    if (out.names.empty()) return invalid(table, field, "Give the names of the column: names = [\"…\"].");
    TWIN_CHECK(numbers(table, "unknown", out.unknown));
    TWIN_TRY(out.unknown_below_residents, number(table, "unknown_below_residents", 0, kMany));
    TWIN_TRY(const auto from, number(table, "from", 0, kOldest));
    TWIN_TRY(const auto to, number(table, "to", 0, kOldest));
    if (from) out.from = static_cast<std::uint8_t>(*from);
    if (to) out.to = static_cast<std::uint8_t>(*to);
    TWIN_TRY(const std::string sex, text(table, "sex", false));
    if (sex == "female") out.sex = twin::Sex::kFemale;
    else if (sex == "male") out.sex = twin::Sex::kMale;
    else if (!sex.empty()) return invalid(*table.get("sex"), sex, "sex can be \"female\" or \"male\".");
    return out;
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

  Result<const CodeList*> list_called(const toml::node& node, const std::string& wanted) const {
    if (const auto* const list = find_code_list(wanted)) return list;
    std::vector<std::string_view> names;
    for (const auto& [name, list] : code_lists()) names.push_back(name);
    return invalid(node, wanted, "No code list is called so: " + did_you_mean(wanted, names));
  }

  Status codes(const toml::table& table, ColumnRule& rule) const {
    TWIN_TRY(const std::string codes, text(table, "codes", false));
    if (!codes.empty()) {
      TWIN_TRY(rule.codes, list_called(*table.get("codes"), codes));
    }
    TWIN_TRY(const auto known, texts(table, "known"));
    for (const auto& name : known) {
      TWIN_TRY(const auto* const list, list_called(*table.get("known"), name));
      rule.known.push_back(list);
    }
    return twin::Done{};
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

/// Parses TOML and hands its table to `read`.
template <class Out, class Read>
Result<Out> parse_toml(std::string_view file, std::string_view text, const Read& read) {
  if (text.size() > kLargestFile) {
    return Problem{"mapping-invalid", "A mapping file has at most 256 KiB.", std::string(file),
                   fmt::format("{} bytes", text.size()), "Check that this is the mapping."};
  }
  if (!twin::is_valid_utf8(text)) {
    return Problem{"encoding-invalid", "The mapping is not UTF-8 text.", std::string(file), "", "Save the file as UTF-8."};
  }
  const Reading reading(file);
  try {
    return read(reading, toml::parse(text));
  } catch (const toml::parse_error& error) {
    return Problem{"mapping-invalid", "The mapping file is no TOML.", reading.place(error.source()), "",
                   twin::excerpt(error.description(), 200)};
  } catch (const twin::TomlAssertion&) {
    return Problem{"mapping-invalid", "The mapping file is no TOML.", std::string(file), "",
                   "A value is missing behind = or in a list."};
  }
}

Result<MappingPtr> parse(std::string_view file, std::string_view text, const std::vector<MappingPtr>& known) {
  return parse_toml<MappingPtr>(file, text,
                                [&](const Reading& reading, const toml::table& table) { return reading.mapping(table, known); });
}

}  // namespace

Result<PopulationMappingPtr> parse_population_mapping(std::string_view file, std::string_view text) {
  return parse_toml<PopulationMappingPtr>(
      file, text, [](const Reading& reading, const toml::table& table) { return reading.population(table); });
}

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

// Reads datasets/kpi/*.toml.
#include "sim/kpi/kpi_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/kpi/kpi_inputs.hpp"
#include "sim/run/nearest_word.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/base/toml.hpp"

namespace sim {
namespace {

using twin::Problem;
using twin::Result;
using twin::Status;
using Names = std::vector<std::string_view>;

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > 60 || !(text.front() >= 'a' && text.front() <= 'z')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// Puts it where one of the same id stands, else at the end.
template <class Thing>
void put(std::vector<Thing>& list, Thing thing) {
  const auto same = std::find_if(list.begin(), list.end(), [&](const Thing& other) { return other.id == thing.id; });
  if (same == list.end()) {
    list.push_back(std::move(thing));
  } else {
    *same = std::move(thing);
  }
}

class Reading {
 public:
  Reading(std::string_view file, KpiSet& into) : file_(file), into_(into) {}

  Status read(const toml::table& file) {
    TWIN_CHECK(only(file, {"name", "use_group", "assumption", "kpi"}));
    TWIN_CHECK(each(file, "use_group", [&](const toml::table& table) { return use_group(table); }));
    TWIN_CHECK(each(file, "assumption", [&](const toml::table& table) { return assumption(table); }));
    return each(file, "kpi", [&](const toml::table& table) { return kpi(table); });
  }

  Problem invalid(const toml::source_region& at, std::string_view key, std::string remedy) const {
    return {"kpi-invalid", "The file of key figures cannot be used.", place(at), twin::excerpt(key), std::move(remedy)};
  }

 private:
  std::string place(const toml::source_region& at) const { return fmt::format("{} line {}", file_, at.begin.line); }

  template <class Read>
  Status each(const toml::table& file, std::string_view key, const Read& read) {
    const auto* const node = file.get(key);
    if (node == nullptr) return twin::Done{};
    const auto* const list = node->as_array();
    if (list == nullptr || !list->is_array_of_tables()) return invalid(node->source(), key, fmt::format("Write each as a table: [[{}]].", key));
    std::vector<std::string> ids;
    for (const auto& entry : *list) {
      const auto& table = *entry.as_table();
      std::string id;
      TWIN_CHECK(text(table, "id", id));
      if (!is_name(id)) return invalid(table.get("id")->source(), id, "An id begins with a letter a-z and has a-z, 0-9 and _ only, 60 at most.");
      if (std::find(ids.begin(), ids.end(), id) != ids.end()) return invalid(table.get("id")->source(), id, "The id stands in this file twice.");
      ids.push_back(std::move(id));
      TWIN_CHECK(read(table));
    }
    return twin::Done{};
  }

  Status use_group(const toml::table& table) {
    TWIN_CHECK(only(table, {"id", "label", "uses", "housing"}));
    UseGroup out;
    TWIN_CHECK(text(table, "id", out.id));
    TWIN_CHECK(label(table, out.label));
    if (const auto* const node = table.get("housing")) {
      if (!node->is_boolean()) return invalid(node->source(), "housing", "Write true or false.");
      out.housing = node->as_boolean()->get();
    }
    const auto* const uses = table.get_as<toml::array>("uses");
    if (uses == nullptr) return invalid(table.source(), "uses", "Name the uses: uses = [\"asumisenAlue\"].");
    for (const auto& node : *uses) {
      const auto use = node.value_exact<std::string>();
      if (!use) return invalid(node.source(), "uses", "A use is a text.");
      out.uses.push_back(*use);
    }
    put(into_.use_groups, std::move(out));
    return twin::Done{};
  }

  Status assumption(const toml::table& table) {
    TWIN_CHECK(only(table, {"id", "label", "unit", "value", "source"}));
    KpiAssumption out;
    out.file = file_;
    TWIN_CHECK(text(table, "id", out.id));
    TWIN_CHECK(label(table, out.label));
    TWIN_CHECK(text(table, "source", out.source));
    TWIN_CHECK(unit(table, out.unit_text, out.unit));
    TWIN_CHECK(number(table, "value", -1e12, 1e12, out.value, true));
    put(into_.assumptions, std::move(out));
    return twin::Done{};
  }

  /// All but the formula, which may name what a later file declares.
  Status kpi(const toml::table& table) {
    TWIN_CHECK(only(table, {"id", "version", "group", "unit", "better", "weight", "decimals", "label", "formula", "note"}));
    Kpi out;
    out.file = file_;
    out.line = static_cast<int>(table.get("id")->source().begin.line);
    TWIN_CHECK(text(table, "id", out.id));
    TWIN_CHECK(text(table, "version", out.version));
    TWIN_CHECK(text(table, "group", out.group));
    TWIN_CHECK(label(table, out.label));
    TWIN_CHECK(unit(table, out.unit_text, out.unit));
    TWIN_CHECK(text(table, "formula", out.formula_text));
    out.line = static_cast<int>(table.get("formula")->source().begin.line);
    TWIN_CHECK(number(table, "weight", 0, 1e6, out.weight, false));
    double decimals = 0;
    TWIN_CHECK(number(table, "decimals", 0, 9, decimals, false));
    out.decimals = static_cast<int>(decimals);
    if (table.get("note") != nullptr) TWIN_CHECK(text(table, "note", out.note));
    std::string better;
    TWIN_CHECK(text(table, "better", better));
    if (better != "up" && better != "down" && better != "neither") return invalid(table.get("better")->source(), "better", "better is \"up\", \"down\" or \"neither\".");
    out.better = better == "up" ? Better::kUp : better == "down" ? Better::kDown : Better::kNeither;
    if (out.better == Better::kNeither && out.weight > 0)
      return invalid(table.get("weight")->source(), "weight", "A figure of which neither more nor less is better has no weight.");
    put(into_.kpis, std::move(out));
    if (into_.kpis.size() > kMostKpis) return invalid(table.source(), "kpi", "At most 500 key figures are read.");
    return twin::Done{};
  }

  Status only(const toml::table& table, const Names& keys) const {
    for (const auto& [key, node] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) return invalid(key.source(), key.str(), did_you_mean(key.str(), keys));
    }
    return twin::Done{};
  }

  Status text(const toml::table& table, std::string_view key, std::string& into) const {
    const auto* const node = table.get(key);
    if (node == nullptr) return invalid(table.source(), key, fmt::format("{} is missing.", key));
    const auto value = node->value_exact<std::string>();
    if (!value || value->empty() || value->size() > 4000) return invalid(node->source(), key, fmt::format("{} is a text of 1 to 4,000 bytes.", key));
    into = *value;
    return twin::Done{};
  }

  Status label(const toml::table& table, KpiLabel& into) const {
    const auto* const node = table.get_as<toml::table>("label");
    if (node == nullptr) return invalid(table.source(), "label", "Write label = {fi = \"…\", sv = \"…\", en = \"…\"}.");
    TWIN_CHECK(only(*node, {"fi", "sv", "en"}));
    TWIN_CHECK(text(*node, "fi", into.fi));
    TWIN_CHECK(text(*node, "sv", into.sv));
    return text(*node, "en", into.en);
  }

  Status unit(const toml::table& table, std::string& told, KpiUnit& into) const {
    TWIN_CHECK(text(table, "unit", told));
    TWIN_TRY(into, KpiUnit::read(told, place(table.get("unit")->source())));
    return twin::Done{};
  }

  Status number(const toml::table& table, std::string_view key, double least, double most, double& into, bool needed) const {
    const auto* const node = table.get(key);
    if (node == nullptr && !needed) return twin::Done{};
    if (node == nullptr) return invalid(table.source(), key, fmt::format("{} is missing.", key));
    if (!node->is_number()) return invalid(node->source(), key, fmt::format("{} is a number.", key));
    const double value = node->value<double>().value_or(NAN);
    if (!(value >= least && value <= most)) return invalid(node->source(), key, fmt::format("{} lies outside {} to {}.", key, least, most));
    into = value;
    return twin::Done{};
  }

  std::string file_;
  KpiSet& into_;
};

Status read_file(const KpiText& text, KpiSet& into) {
  Reading reading(text.name, into);
  if (text.text.size() > kMostKpiText) return reading.invalid({}, "", "The file is larger than 1 MB.");
  into.files.push_back({std::string(text.name), twin::sha256(text.text)});
  try {
    return reading.read(toml::parse(text.text));
  } catch (const toml::parse_error& error) {
    return reading.invalid(error.source(), "", twin::excerpt(error.description(), 200));
  } catch (const twin::TomlAssertion&) {
    return reading.invalid({}, "", "A value is missing behind = or in a list.");
  }
}

/// Inputs, floor areas by use group and assumptions are names of one space.
Status name_inputs(KpiSet& set) {
  for (const auto& input : kpi_inputs()) {
    TWIN_TRY(set.inputs[std::string(input.name)], KpiUnit::read(input.unit, "inputs"));
  }
  TWIN_TRY(const KpiUnit floor_area, KpiUnit::read("k-m2", "inputs"));
  const auto taken = [&](const std::string& name, const std::string& file) {
    return Problem{"kpi-invalid", "The name is taken by an input.", file, name, "Choose another id."};
  };
  for (const auto& group : set.use_groups) {
    if (!set.inputs.try_emplace("floor_area_" + group.id, floor_area).second) return taken(group.id, "use_group");
  }
  for (const auto& assumption : set.assumptions) {
    if (!set.inputs.try_emplace(assumption.id, assumption.unit).second) return taken(assumption.id, assumption.file);
  }
  return twin::Done{};
}

}  // namespace

const Kpi* KpiSet::find(std::string_view id) const {
  const auto found = std::find_if(kpis.begin(), kpis.end(), [&](const Kpi& kpi) { return kpi.id == id; });
  return found == kpis.end() ? nullptr : &*found;
}

Result<KpiSet> read_kpis(std::span<const KpiText> own) {
  KpiSet out;
  for (const auto& text : embedded_kpis()) TWIN_CHECK(read_file(text, out));
  for (const auto& text : own) TWIN_CHECK(read_file(text, out));
  TWIN_CHECK(name_inputs(out));
  Names known;
  for (const auto& [name, unit] : out.inputs) known.push_back(name);
  const auto unit_of = [&](std::string_view name) -> const KpiUnit* {
    const auto found = out.inputs.find(name);
    return found == out.inputs.end() ? nullptr : &found->second;
  };
  for (auto& kpi : out.kpis) {
    TWIN_TRY(kpi.formula, Formula::read(kpi.formula_text, kpi.unit, unit_of, known, fmt::format("{} line {}, {}", kpi.file, kpi.line, kpi.id)));
  }
  return out;
}

}  // namespace sim

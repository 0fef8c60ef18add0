// Reads datasets/linking/attributes.toml.
#include "geo/io/card_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "geo/io/did_you_mean.hpp"
#include "geo/io/embedded_data.hpp"
#include "twin_core/base/toml.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::CardField;
using twin::Problem;
using twin::Result;

constexpr auto kKeys = std::to_array<std::string_view>(
    {"names", "together", "wins", "compare", "of_several", "agree_within", "agree_within_percent"});

template <class T, std::size_t N>
using Words = std::array<std::pair<std::string_view, T>, N>;
constexpr Words<CardWinner, 3> kWinners{{{"register", CardWinner::kRegister}, {"model", CardWinner::kModel}, {"newer", CardWinner::kNewer}}};
constexpr Words<CardComparison, 3> kComparisons{
    {{"value", CardComparison::kValue}, {"address", CardComparison::kAddress}, {"none", CardComparison::kNone}}};
constexpr Words<OfSeveral, 3> kOfSeveral{{{"first", OfSeveral::kFirst}, {"sum", OfSeveral::kSum}, {"largest", OfSeveral::kLargest}}};

class Reading {
 public:
  explicit Reading(std::string_view file) : file_(file) {}

  Result<CardRules> rules(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (key.str() != "name" && key.str() != "attribute") return invalid(key.source(), key.str(), "The keys are name and attribute.");
    }
    CardRules out;
    const toml::node* const tables = table.get("attribute");
    if (tables == nullptr || !tables->is_array_of_tables()) {
      return invalid(table.source(), "", "Give every rule as a table: [[attribute]].");
    }
    for (const auto& node : *tables->as_array()) {
      TWIN_TRY(CardRule rule, rule_of(*node.as_table()));
      out.push_back(std::move(rule));
    }
    for (std::uint8_t i = 0; i < twin::kCardFieldCount; ++i) {
      const auto field = static_cast<CardField>(i);
      if (!named_.has(field)) return invalid(table.source(), twin::name_of(field), "Every attribute of the card needs a rule.");
    }
    return out;
  }

  Problem invalid(const toml::source_region& at, std::string_view value, std::string remedy) const {
    return {"mapping-invalid", "The rules of attributes cannot be used.", fmt::format("{} line {}", file_, at.begin.line),
            twin::excerpt(value), std::move(remedy)};
  }

 private:
  Result<CardRule> rule_of(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (std::find(kKeys.begin(), kKeys.end(), key.str()) == kKeys.end()) {
        return invalid(key.source(), key.str(), did_you_mean(key.str(), kKeys));
      }
    }
    CardRule rule;
    const auto* const names = table.get_as<toml::array>("names");
    if (names == nullptr || names->empty()) return invalid(table.source(), "names", "Name the attributes: names = [\"…\"].");
    for (const auto& node : *names) {
      const auto name = node.value_exact<std::string>();
      const auto field = name ? twin::card_field_named(*name) : std::nullopt;
      if (!field) return invalid(node.source(), name.value_or(""), "No attribute of the card is called so.");
      if (named_.has(*field)) return invalid(node.source(), *name, "Another table has this attribute already.");
      named_.add(*field);
      rule.fields.push_back(*field);
    }
    rule.together = table["together"].value_or(false);
    TWIN_CHECK(word(table, "wins", kWinners, rule.wins));
    TWIN_CHECK(word(table, "compare", kComparisons, rule.compare));
    TWIN_CHECK(word(table, "of_several", kOfSeveral, rule.of_several));
    TWIN_CHECK(number(table, "agree_within", 1, rule.within));
    TWIN_CHECK(number(table, "agree_within_percent", 0.01, rule.within_share));
    return rule;
  }

  template <class T, std::size_t N>
  twin::Status word(const toml::table& table, std::string_view key, const Words<T, N>& words, T& into) const {
    const toml::node* const node = table.get(key);
    if (node == nullptr) return twin::Done{};
    const auto value = node->value_exact<std::string>();
    for (const auto& [name, meaning] : words) {
      if (!value || name != *value) continue;
      into = meaning;
      return twin::Done{};
    }
    return invalid(node->source(), value.value_or(""), fmt::format("{} is {}, {} or {}.", key, words[0].first, words[1].first, words[2].first));
  }

  twin::Status number(const toml::table& table, std::string_view key, double factor, double& into) const {
    const toml::node* const node = table.get(key);
    if (node == nullptr) return twin::Done{};
    const auto value = node->value<double>();
    if (!value || !(*value >= 0 && *value < 1e9)) return invalid(node->source(), key, fmt::format("{} is a number from 0.", key));
    into = *value * factor;
    return twin::Done{};
  }

  std::string_view file_;
  twin::CardFields named_;
};

}  // namespace

Result<CardRules> parse_card_rules(std::string_view file, std::string_view text) {
  Reading reading(file);
  try {
    return reading.rules(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return reading.invalid(error.source(), "", twin::excerpt(error.description(), 200));
  } catch (const twin::TomlAssertion&) {
    return reading.invalid({}, "", "A value is missing behind = or in a list.");
  }
}

const CardRules& card_rules() {
  static const CardRules kRules = [] {
    const auto file = embedded_card_rules();
    auto rules = parse_card_rules(file.name, file.text);
    // Compiled in: a test reads it.
    if (!rules) throw std::logic_error(rules.problem().place + ": " + rules.problem().remedy);
    return std::move(*rules);
  }();
  return kRules;
}

}  // namespace geo

#include "viewer/desktop/panels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace viewer {
namespace {

using nlohmann::json;

std::string with_unit(const std::string& number, const std::string& unit) {
  return unit.empty() ? number : number + "\u00a0" + unit;
}

std::string change_text(double before, double now, Language language) {
  const double change = now - before;
  if (std::abs(change) < 0.05) return {};
  return (change > 0 ? "\u25b2 +" : "\u25bc ") + number_text(change, language);
}

std::string name_in(const wire::PlanUnitState& unit, Language language) {
  const std::array<const std::string*, 3> names{&unit.name_fi(), &unit.name_sv(), &unit.name_en()};
  const auto& wanted = *names[static_cast<std::size_t>(language)];
  if (!wanted.empty()) return wanted;
  for (const auto* name : names) {
    if (!name->empty()) return *name;
  }
  return unit.id();
}

/// The unit that an attribute's name ends in, "height_m" → "m".
std::string unit_of_name(const std::string& name) {
  if (name.ends_with("_k_m2")) return "k-m2";
  for (const char* unit : {"m2", "m3", "m"}) {
    if (name.ends_with("_" + std::string(unit))) return unit;
  }
  return {};
}

bool is_list_of_texts(const json& value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](const json& one) { return one.is_string(); });
}

std::string attribute_text(const std::string& key, const json& value, Language language) {
  if (value.is_string()) {
    const auto text = value.get<std::string>();
    const auto link = "link " + text;
    return key == "link" && has_word(link) ? word(link, language) : text;
  }
  if (value.is_array()) {
    std::string texts;
    for (const auto& one : value) texts += (texts.empty() ? "" : "; ") + one.get<std::string>();
    return texts;
  }
  if (value.is_boolean()) return value.get<bool>() ? "+" : "\u2013";
  const double number = value.get<double>();
  if (key.ends_with("_probability")) return number_text(100 * number, language) + "\u00a0%";
  // A year or a running number is a name, not an amount: no thousands separator.
  if (key == "completion_year" || key == "feature") return std::to_string(std::llround(number));
  return with_unit(number_text(number, language), unit_text(unit_of_name(key), language));
}

/// "Katu"; a class nobody has a word for stands as it is.
std::string class_word(const std::string& type, Language language) {
  const auto key = "class " + type;
  return has_word(key) ? word(key, language) : type;
}

/// First what people ask for, then the rest as it comes.
constexpr std::array kAttributeOrder{"type", "name", "parent", "address", "use_text", "use_code", "floor_area_m2", "total_area_m2", "storeys",
                                     "completion_year", "height_m", "owner_type", "material", "permanent_id", "id", "link",
                                     "link_note", "conflicts", "source"};

}  // namespace

Legend make_legend(const ColourScale& scale, const Palette& palette, const std::vector<std::uint8_t>& classes,
                   const std::vector<std::uint32_t>& features, Language language) {
  std::array<long, 256> counts{};
  for (const auto feature : features) {
    ++counts[feature < classes.size() ? classes[feature] : ColourScale::kNoData];
  }
  Legend legend{scale.title.in(language), unit_text(scale.unit, language), {}};
  for (std::size_t i = 0; i < scale.classes.size(); ++i) {
    const auto& row = scale.classes[i];
    legend.rows.push_back({row.colour, row.label.in(language), number_text(static_cast<double>(counts[i]), 0, language)});
  }
  legend.rows.push_back({palette.no_data, palette.no_data_label.in(language),
                         number_text(static_cast<double>(counts[ColourScale::kNoData]), 0, language)});
  return legend;
}

std::string binding_sentence(const wire::KpiFrame& kpi, Language language) {
  if (kpi.binding_rule().empty()) return word("nothing binds", language);
  const auto key = "rule " + kpi.binding_rule();
  auto sentence = word("what binds", language) + ": " + (has_word(key) ? word(key, language) : kpi.binding_rule());
  if (const auto loss = kpi_value(kpi, "loss_k_m2"); loss && *loss > 0.5) {
    sentence += "\n" + number_text(*loss, language) + "\u00a0" + word("unreachable", language);
  }
  return sentence;
}

namespace {

/// What the plan is and whether it holds, as far as it is known.
void add_plan_rows(const wire::PlanUnitState& unit, Language language, Card& card) {
  const auto add = [&](const char* label, const std::string& value) {
    if (!value.empty()) card.rows.push_back({word(label, language), value, {}});
  };
  add("plan", unit.plan());
  const auto state = "life cycle " + unit.life_cycle();
  add("state of the plan", has_word(state) ? word(state, language) : unit.life_cycle());
  add("valid from", unit.valid_from());
  add("valid to", unit.valid_to());
  add("repealed by", unit.repealed_by());
}

}  // namespace

Card make_unit_card(const PlanUnitView& unit, Language language) {
  Card card;
  card.title = (unit.state.symbol().empty() ? "" : unit.state.symbol() + "  ") + name_in(unit.state, language);
  card.subtitle = word("plan unit", language) + " " + unit.state.id();
  if (!unit.state.edit_lock_owner().empty()) {
    card.subtitle += " \u00b7 " + (language == Language::kFinnish
                                       ? unit.state.edit_lock_owner() + " " + word("edited by", language)
                                       : word("edited by", language) + " " + unit.state.edit_lock_owner());
  }
  add_plan_rows(unit.state, language, card);
  if (!unit.kpi) return card;
  const auto& kpi = *unit.kpi;
  card.statement = binding_sentence(kpi, language);
  for (const auto& number : kpi.kpis()) {
    CardRow row{word(number.key(), language), word("cannot compute", language), {}};
    if (number.has_value()) {
      row.value = with_unit(number_text(number.value(), language), unit_text(number.unit(), language));
      const auto before = unit.kpi_before ? kpi_value(*unit.kpi_before, number.key()) : std::nullopt;
      if (before) row.change = change_text(*before, number.value(), language);
    }
    card.rows.push_back(std::move(row));
  }
  card.notes.assign(kpi.warnings().begin(), kpi.warnings().end());
  card.notes.push_back(kpi.engine() + " \u00b7 " + kpi.inputs_hash_hex().substr(0, 12) + " \u00b7 seed " +
                       std::to_string(kpi.seed()));
  return card;
}

namespace {

/// "2 errors, 1 warning"; nothing where the answer does not say.
std::optional<std::string> quality_text(const std::string& quality, Language language) {
  const auto document = json::parse(quality, nullptr, false);
  if (!document.is_object() || !document.contains("severities") || !document["severities"].is_object()) return std::nullopt;
  std::string out;
  for (const char* severity : {"error", "warning", "info"}) {
    const auto count = document["severities"].find(severity);
    if (count == document["severities"].end() || !count->is_number() || *count == 0) continue;
    const auto number = count->get<double>();
    out += (out.empty() ? "" : ", ") + number_text(number, 0, language) + "\u00a0" +
           word(std::string("finding ") + severity + (number == 1 ? "" : "s"), language);
  }
  return out.empty() ? word("no findings", language) : out;
}

}  // namespace

Card make_building_card(const std::string& id, const std::string& geojson, Language language, const std::string& quality) {
  Card card{word("building", language), id, {}, {}, {}};
  const auto document = json::parse(geojson, nullptr, false);
  if (!document.is_object() || !document.contains("properties") || !document["properties"].is_object()) {
    card.statement = word("not known", language);
    return card;
  }
  std::vector<std::pair<std::size_t, CardRow>> ranked;
  for (const auto& [key, value] : document["properties"].items()) {
    if (value.is_null() || value.is_object() || value == "") continue;
    if (value.is_array() && !is_list_of_texts(value)) continue;
    const auto place = std::find(kAttributeOrder.begin(), kAttributeOrder.end(), key) - kAttributeOrder.begin();
    const auto label = "attribute " + key;
    ranked.emplace_back(static_cast<std::size_t>(place),
                        CardRow{has_word(label) ? word(label, language) : key, attribute_text(key, value, language), {}});
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [place, row] : ranked) card.rows.push_back(std::move(row));
  const auto type = document["properties"].find("type");
  if (type != document["properties"].end() && type->is_string()) {
    card.title = class_word(type->get<std::string>(), language);
    card.rows.erase(card.rows.begin());
  }
  const auto address = document["properties"].find("address");
  if (address != document["properties"].end() && address->is_string() && !address->get<std::string>().empty()) {
    card.title = address->get<std::string>();
    card.rows.erase(card.rows.begin());
  }
  if (auto text = quality_text(quality, language)) card.rows.push_back({word("quality", language), std::move(*text), {}});
  return card;
}

std::string state_sentence(const std::string& twin, const std::string& branch, const ColourScale* scale,
                           Language language) {
  std::string sentence = twin.empty() ? branch : twin + " \u00b7 " + branch;
  if (scale != nullptr) {
    sentence += " \u00b7 " + scale->title.in(language);
    if (!scale->unit.empty()) sentence += ", " + unit_text(scale->unit, language);
  }
  return sentence;
}

}  // namespace viewer

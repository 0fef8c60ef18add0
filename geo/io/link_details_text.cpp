#include "geo/io/link_details_text.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "geo/io/register_values.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/city/card_visit.hpp"

namespace geo {
namespace {

using twin::CardField;
using twin::Json;

constexpr std::size_t kDeepest = 6;

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

Json card_json(const twin::RegisterCard& card) {
  Json out = Json::object();
  for (std::uint8_t i = 0; i < twin::kCardFieldCount; ++i) {
    const auto field = static_cast<CardField>(i);
    if (twin::text_of(card, field).empty()) continue;
    out[std::string(twin::name_of(field))] = twin::visit_field(card, field, [](const auto& value) -> Json {
      if constexpr (IsOptional<std::decay_t<decltype(value)>>::value) {
        return *value;
      } else {
        return std::string(value);
      }
    });
  }
  if (!card.source.empty()) out["source"] = card.source.str();
  if (!card.updated.empty()) out["updated"] = card.updated.str();
  return out;
}

/// Takes JSON apart; the first thing that is not as expected ends it all.
class Reading {
 public:
  bool fine() const { return fine_; }

  std::string text(const Json& object, const char* name) {
    if (!object.contains(name)) return "";
    if (!object[name].is_string()) return fail(std::string());
    return object[name].get<std::string>();
  }
  double share(const Json& object, const char* name) {
    if (!object.contains(name)) return 0;
    const Json& value = object[name];
    if (!value.is_number() || !(value.get<double>() >= 0 && value.get<double>() <= 1)) return fail(0.0);
    return value.get<double>();
  }
  const Json& list(const Json& object, const char* name) {
    static const Json kNone = Json::array();
    if (!object.contains(name)) return kNone;
    return object[name].is_array() ? object[name] : fail<const Json&>(kNone);
  }

  twin::RegisterCard card(const Json& object) {
    twin::RegisterCard out;
    if (!object.is_object()) return fail(out);
    for (const auto& [name, value] : object.items()) {
      if (name == "source" || name == "updated") continue;
      const auto field = twin::card_field_named(name);
      if (!field) return fail(out);
      twin::visit_field(out, *field, [&, &given = value](auto& into) { take(into, given); });
    }
    out.source = text(object, "source");
    out.updated = text(object, "updated");
    return out;
  }

  template <class T>
  T fail(T value) {
    fine_ = false;
    return value;
  }

 private:
  template <class T>
  void take(T& into, const Json& value) {
    if constexpr (std::is_same_v<T, std::optional<bool>>) {
      if (value.is_boolean()) return void(into = value.get<bool>());
    } else if constexpr (std::is_same_v<T, std::optional<int>>) {
      if (value.is_number_integer()) return void(into = value.get<int>());
    } else if constexpr (std::is_same_v<T, std::optional<double>>) {
      if (value.is_number()) return void(into = value.get<double>());
    } else {
      if (value.is_string()) return void(into = value.get<std::string>());
    }
    fine_ = false;
  }

  bool fine_ = true;
};

Json runner_up_json(const twin::LinkChoice& choice) {
  return {{choice.is_row ? "row" : "building", choice.id}, {"probability", choice.probability}};
}

}  // namespace

std::string to_text(const twin::LinkDetails& details) {
  if (details == twin::LinkDetails{}) return "";
  Json out = Json::object();
  if (!details.row.empty()) out["row"] = details.row;
  if (details.probability != 0) out["probability"] = details.probability;
  if (details.runner_up) out["runner_up"] = runner_up_json(*details.runner_up);
  if (details.shared_by != 1) out["shared_by"] = details.shared_by;
  for (const auto& row : details.rows) {
    out["rows"].push_back({{"row", row.row}, {"reason", twin::name_of(row.reason)}, {"probability", row.probability}, {"note", row.note},
                           {"card", card_json(row.card)}});
  }
  for (const auto& conflict : details.conflicts) {
    out["conflicts"].push_back({{"attribute", twin::name_of(conflict.field)}, {"wins", conflict.model_wins ? "model" : "register"}, {"other", conflict.other}});
  }
  if (!details.rejected.empty()) out["rejected"] = details.rejected;
  return out.dump();
}

std::optional<twin::LinkDetails> link_details_of(std::string_view text) {
  const auto document = twin::parse_json(text, kDeepest);
  if (!document || !document->is_object()) return std::nullopt;
  const Json& object = *document;
  Reading reading;
  twin::LinkDetails out;
  out.row = reading.text(object, "row");
  out.probability = reading.share(object, "probability");
  if (object.contains("runner_up")) {
    const Json& other = object["runner_up"];
    if (!other.is_object()) return std::nullopt;
    const bool is_row = other.contains("row");
    out.runner_up = twin::LinkChoice{is_row, reading.text(other, is_row ? "row" : "building"), reading.share(other, "probability")};
  }
  if (object.contains("shared_by")) {
    if (!object["shared_by"].is_number_unsigned()) return std::nullopt;
    out.shared_by = object["shared_by"].get<std::uint32_t>();
  }
  for (const Json& row : reading.list(object, "rows")) {
    const auto reason = row.is_object() ? twin::link_reason_named(reading.text(row, "reason")) : std::nullopt;
    if (!reason || !row.contains("card")) return std::nullopt;
    out.rows.push_back({reading.text(row, "row"), *reason, reading.share(row, "probability"), reading.text(row, "note"), reading.card(row["card"])});
  }
  for (const Json& conflict : reading.list(object, "conflicts")) {
    const auto field = conflict.is_object() ? twin::card_field_named(reading.text(conflict, "attribute")) : std::nullopt;
    if (!field) return std::nullopt;
    out.conflicts.push_back({*field, reading.text(conflict, "wins") == "model", reading.text(conflict, "other")});
  }
  for (const Json& row : reading.list(object, "rejected")) {
    if (!row.is_string()) return std::nullopt;
    out.rejected.push_back(row.get<std::string>());
  }
  return reading.fine() ? std::optional(std::move(out)) : std::nullopt;
}

std::string to_text(const twin::CardFields& fields) {
  std::string out;
  for (std::uint8_t i = 0; i < twin::kCardFieldCount; ++i) {
    const auto field = static_cast<CardField>(i);
    if (fields.has(field)) out += (out.empty() ? "" : ", ") + std::string(twin::name_of(field));
  }
  return out;
}

std::optional<twin::CardFields> card_fields_of(std::string_view text) {
  twin::CardFields out;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const auto field = twin::card_field_named(trimmed(text.substr(0, comma)));
    if (!field) return std::nullopt;
    out.add(*field);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return out;
}

}  // namespace geo

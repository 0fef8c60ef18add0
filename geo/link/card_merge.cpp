#include "geo/link/card_merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>
#include <type_traits>

#include "geo/link/place_evidence.hpp"
#include "twin_core/city/card_visit.hpp"

namespace geo {
namespace {

using twin::CardField;
using twin::RegisterCard;

constexpr double kSameAddress = 4;  ///< address_evidence of street and number that agree

bool knows(const RegisterCard& card, CardField field) {
  return !twin::text_of(card, field).empty();
}

std::optional<double> number_of(const RegisterCard& card, CardField field) {
  return twin::visit_field(card, field, []([[maybe_unused]] const auto& value) -> std::optional<double> {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::optional<double>> ||
                  std::is_same_v<std::decay_t<decltype(value)>, std::optional<int>>) {
      if (value) return static_cast<double>(*value);
    }
    return std::nullopt;
  });
}

/// Letters and digits, ASCII ones in lower case: "Betoni tai kevytbetoni" is "betoni, tai kevytbetoni".
std::string folded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0) out += static_cast<char>(std::tolower(byte));
  }
  return out;
}

bool is_code(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool agree(const RegisterCard& a, const RegisterCard& b, CardField field, const CardRule& rule) {
  if (rule.compare == CardComparison::kNone) return true;
  const auto in_a = twin::text_of(a, field), in_b = twin::text_of(b, field);
  if (field == CardField::kUseText && is_code(in_a) != is_code(in_b)) {
    // Models give the code where the use is asked for ("021" in bldg:function): it is compared with the other's codes.
    const std::string& code = is_code(in_a) ? in_a : in_b;
    const auto& other = is_code(in_a) ? b : a;
    return other.use_code.empty() || other.use_code == code || other.use_code_2018 == code;
  }
  if (rule.compare == CardComparison::kAddress) return address_evidence(in_a, in_b).score >= kSameAddress || folded(in_a) == folded(in_b);
  const auto x = number_of(a, field), y = number_of(b, field);
  if (!x || !y) return folded(in_a) == folded(in_b);
  const double apart = std::abs(*x - *y);
  return apart <= rule.within || apart <= rule.within_share * std::max(std::abs(*x), std::abs(*y));
}

void take(RegisterCard& to, const RegisterCard& from, CardField field) {
  twin::visit_field(to, field, [&](auto& into) {
    twin::visit_field(from, field, [&]([[maybe_unused]] const auto& value) {
      if constexpr (std::is_same_v<std::decay_t<decltype(into)>, std::decay_t<decltype(value)>>) into = value;
    });
  });
}

bool model_wins(const CardRule& rule, const std::string& row_date, std::string_view model_date) {
  if (rule.wins != CardWinner::kNewer) return rule.wins == CardWinner::kModel;
  return !row_date.empty() && !model_date.empty() && std::string_view(row_date) < model_date;
}

/// Attributes that come from one source or the other, and what they are compared by.
class Merging {
 public:
  Merging(const RegisterCard& row, const RegisterCard& model, std::string_view surveyed) : row_(row), model_(model), surveyed_(surveyed) {
    out_.card = row;
  }

  void apply(const CardRule& rule) {
    if (rule.together) {
      settle(rule.fields, rule);
    } else {
      for (const auto field : rule.fields) settle({&field, 1}, rule);
    }
  }
  MergedCard result() && { return std::move(out_); }

 private:
  void settle(std::span<const CardField> fields, const CardRule& rule) {
    const auto known_to = [&](const RegisterCard& card) {
      return std::any_of(fields.begin(), fields.end(), [&](CardField field) { return knows(card, field); });
    };
    if (!known_to(model_)) return;
    const bool model = !known_to(row_) || model_wins(rule, row_.updated.str(), surveyed_);
    const auto& winner = model ? model_ : row_;
    const auto& other = model ? row_ : model_;
    const auto both = std::find_if(fields.begin(), fields.end(), [&](CardField field) { return knows(row_, field) && knows(model_, field); });
    if (both != fields.end() && !agree(row_, model_, *both, rule)) {
      out_.conflicts.push_back({*both, model, twin::text_of(other, *both)});
    }
    for (const auto field : fields) {
      take(out_.card, winner, field);
      if (model && knows(model_, field)) out_.from_model.add(field);
    }
  }

  const RegisterCard &row_, &model_;
  std::string_view surveyed_;
  MergedCard out_;
};

}  // namespace

MergedCard merge_cards(const RegisterCard& row, const RegisterCard& model, std::string_view surveyed, const CardRules& rules) {
  Merging merging(row, model, surveyed);
  for (const auto& rule : rules) merging.apply(rule);
  return std::move(merging).result();
}

RegisterCard card_of_several(std::span<const RegisterCard* const> rows, const CardRules& rules) {
  RegisterCard out = *rows.front();
  if (rows.size() < 2) return out;
  for (const auto& rule : rules) {
    for (const auto field : rule.fields) {
      if (rule.of_several == OfSeveral::kFirst) {
        // What the first row does not know, the next one that does says; groups are never mixed.
        for (const auto* row : rows) {
          if (rule.together || knows(out, field)) break;
          take(out, *row, field);
        }
        continue;
      }
      std::optional<double> all;
      for (const auto* row : rows) {
        const auto number = number_of(*row, field);
        if (number) all = !all ? *number : rule.of_several == OfSeveral::kSum ? *all + *number : std::max(*all, *number);
      }
      twin::visit_field(out, field, [&]([[maybe_unused]] auto& into) {
        if constexpr (std::is_same_v<std::decay_t<decltype(into)>, std::optional<double>>) into = all;
        if constexpr (std::is_same_v<std::decay_t<decltype(into)>, std::optional<int>>) {
          if (all) into = static_cast<int>(std::min(*all, 1e9));
        }
      });
    }
  }
  out.source = fmt::format("{} and {} more", rows.front()->source, rows.size() - 1);
  return out;
}

}  // namespace geo

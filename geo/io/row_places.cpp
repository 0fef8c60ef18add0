#include "geo/io/row_places.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace geo {
namespace {

/// "register.csv row 7; heat.csv row 12" as "register.csv row ; heat.csv row ".
std::string without_numbers(std::string_view source) {
  constexpr std::string_view kBefore = " row ";
  std::string out;
  for (std::size_t at = 0; at < source.size();) {
    out += source[at++];
    if (!std::string_view(out).ends_with(kBefore)) continue;
    while (at < source.size() && std::isdigit(static_cast<unsigned char>(source[at])) != 0) ++at;
  }
  return out;
}

/// What the program adds to a source of a card that has values of the model too.
std::string_view of_the_rows(std::string_view source) { return source.substr(0, source.find(", model attributes")); }

void replace(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); !from.empty() && at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

void keep(const twin::RegisterCard& before, twin::RegisterCard& now, std::string& note) {
  if (before.source == now.source) return;
  const std::string old_source = before.source.str(), new_source = now.source.str();
  if (without_numbers(old_source) != without_numbers(new_source)) return;
  twin::RegisterCard same = now;
  same.source = before.source;
  if (!(same == before)) return;
  now = std::move(same);
  replace(note, of_the_rows(new_source), of_the_rows(old_source));
}

}  // namespace

void keep_row_places(const twin::Building& before, twin::Building& now) {
  if (before.link == twin::LinkReason::kUnlinked || now.link == twin::LinkReason::kUnlinked) return;
  if (!now.details->rows.empty() && !before.details->rows.empty()) {
    auto details = *now.details;
    for (auto& row : details.rows) {
      const auto& rows = before.details->rows;
      const auto same = std::find_if(rows.begin(), rows.end(), [&](const twin::LinkedRow& one) { return one.row == row.row; });
      if (same != rows.end()) keep(same->card, row.card, row.note);
    }
    now.details = std::move(details);
  }
  if (before.details->row == now.details->row) keep(before.card, now.card, now.link_note);
}

void keep_row_places(const twin::KeptRow& before, twin::KeptRow& now) {
  std::string no_note;
  keep(before.card, now.card, no_note);
}

}  // namespace geo

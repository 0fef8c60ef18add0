#include "geo/io/row_identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "twin_core/base/digest.hpp"

namespace geo {
namespace {

/// To the centimetre: a conversion gives the same place again only so far.
std::string location_text(const RegisterRow& row) {
  std::string out = row.location_crs;
  const auto add = [&](const twin::PlanPosition& point) { out += fmt::format(" {:.2f} {:.2f}", point.east, point.north); };
  if (row.point) add(*row.point);
  for (const auto& point : row.footprint.outer) add(point);
  return out;
}

std::string place_text(const RegisterRow& row) { return location_text(row) + "|" + row.card.address.str(); }

std::string content_text(const RegisterRow& row) {
  const auto figure = [](const auto& value) { return value ? fmt::format("|{}", *value) : std::string("|"); };
  const auto& card = row.card;
  return place_text(row) + figure(card.floor_area_m2) + figure(card.volume_m3) + figure(card.storeys);
}

/// "row-4f1c9a…", or with a number behind it what is not `used`.
std::string new_id(const std::string& content, std::set<std::string>& used) {
  constexpr std::size_t kDigits = 16;
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(content.data());
  const std::string first = "row-" + twin::sha256(twin::ByteView(bytes, content.size())).hex().substr(0, kDigits);
  std::string out = first;
  for (int number = 2; !used.insert(out).second; ++number) out = fmt::format("{}-{}", first, number);
  return out;
}

using Ids = std::map<std::string, std::vector<std::string>>;  ///< by what rows say

}  // namespace

bool is_identified(const RegisterRow& row) {
  return !row.card.permanent_id.empty() || !row.card.municipal_number.empty() || !row.model_id.empty();
}

void name_rows(std::vector<FiledRow>& rows, const std::vector<FiledRow>& kept) {
  Ids by_content, by_place;
  std::set<std::string> of_the_twin;
  for (const auto& [row, file] : kept) {
    if (is_identified(row)) continue;
    of_the_twin.insert(row.id);
    by_content[content_text(row)].push_back(row.id);
    by_place[place_text(row)].push_back(row.id);
  }
  for (auto& [content, ids] : by_content) std::sort(ids.begin(), ids.end());
  std::map<std::pair<std::size_t, std::string>, std::size_t> times;  // that a file says something
  std::map<std::size_t, std::set<std::string>> used;                 // of a file: another one's row may be the same one
  std::set<std::string> taken;
  std::map<std::string, std::vector<RegisterRow*>> corrected;        // by place; the twin has no row that says so
  for (auto& [row, file] : rows) {
    if (is_identified(row)) {
      row.id = twin::row_id_of(row.card, row.model_id);
      continue;
    }
    const std::string content = content_text(row);
    const std::size_t ordinal = times[{file, content}]++;
    const auto known = by_content.find(content);
    if (known != by_content.end() && ordinal < known->second.size()) {
      row.id = known->second[ordinal];
      taken.insert(row.id);
      continue;
    }
    row.id = new_id(content, used.try_emplace(file, of_the_twin).first->second);
    corrected[place_text(row)].push_back(&row);
  }
  for (const auto& [place, fresh] : corrected) {
    const auto known = by_place.find(place);
    if (known == by_place.end() || fresh.size() != 1) continue;
    std::vector<std::string> left;
    std::copy_if(known->second.begin(), known->second.end(), std::back_inserter(left), [&](const auto& id) { return !taken.contains(id); });
    if (left.size() == 1) fresh.front()->id = left.front();
  }
}

}  // namespace geo

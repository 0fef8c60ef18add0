#include "geo/io/plan_group_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "geo/io/plan_fresh.hpp"
#include "geo/io/plan_values.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Regulation;

constexpr const char* kGroups = "planRegulationGroups";
constexpr const char* kGeneral = "generalRegulationGroups";
constexpr const char* kRelations = "planRegulationGroupRelations";

Json& list_in(Json& object, const char* member) {
  Json& out = object[member];
  if (!out.is_array()) out = Json::array();
  return out;
}

bool is_recommendation(const Regulation& regulation) { return regulation.type == "kaavasuositus"; }

const char* key_member(const Regulation& regulation) { return is_recommendation(regulation) ? "planRecommendationKey" : "planRegulationKey"; }

/// Which regulation of before each of now was: the same one, else one of its type that nothing else was.
std::vector<std::optional<std::size_t>> match_regulations(const std::vector<Regulation>& before, const std::vector<Regulation>& now) {
  std::vector<std::optional<std::size_t>> out(now.size());
  std::vector<bool> used(before.size(), false);
  const auto take = [&](auto is_it) {
    for (std::size_t i = 0; i < now.size(); ++i) {
      for (std::size_t j = 0; j < before.size() && !out[i]; ++j) {
        if (used[j] || !is_it(before[j], now[i])) continue;
        used[j] = true;
        out[i] = j;
      }
    }
  };
  take([](const Regulation& a, const Regulation& b) { return a == b; });
  take([](const Regulation& a, const Regulation& b) { return a.type == b.type; });
  return out;
}

std::vector<std::string> relations_of(const Json& plan, const std::string& object) {
  std::vector<std::string> out;
  for (const auto& relation : array_at(plan, kRelations)) {
    if (text_at(relation, "planObjectKey") != object) continue;
    auto group = text_at(relation, "planRegulationGroupKey");
    if (std::find(out.begin(), out.end(), group) == out.end()) out.push_back(std::move(group));
  }
  return out;
}

}  // namespace

PlanGroupWriter::PlanGroupWriter(Json& plan, std::string pointer, std::string seed)
    : plan_(plan), pointer_(std::move(pointer)), seed_(std::move(seed)) {}

bool PlanGroupWriter::is_general(const std::string& pointer) const { return pointer.find(std::string("/") + kGeneral + "/") != std::string::npos; }

Json& PlanGroupWriter::at(const std::string& pointer) { return plan_.at(Json::json_pointer(pointer.substr(pointer_.size()))); }

std::string PlanGroupWriter::key_at(const std::string& pointer) {
  return text_at(at(pointer), is_general(pointer) ? "generalRegulationGroupKey" : "planRegulationGroupKey");
}

void PlanGroupWriter::keep(const std::string& object, const std::vector<PlanPiece>& pieces, bool area, bool whole) {
  for (const auto& piece : pieces) {
    if (whole) said_.emplace(piece.group, piece.regulations);
    if (const auto pointer = piece.group_pointer(); !pointer.empty()) ++kept_[pointer];
  }
  if (area) kept_areas_.push_back(object);
}

void PlanGroupWriter::keep_unread(const std::string& object, bool area) {
  const auto related = relations_of(plan_, object);
  const auto keep_all = [&](const char* member, const char* key) {
    const auto& groups = array_at(plan_, member);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const bool holds = std::string(member) == kGeneral ? area : std::find(related.begin(), related.end(), text_at(groups[i], key)) != related.end();
      if (holds) ++kept_[fmt::format("{}/{}/{}", pointer_, member, i)];
    }
  };
  keep_all(kGroups, "planRegulationGroupKey");
  keep_all(kGeneral, "generalRegulationGroupKey");
  if (area) kept_areas_.push_back(object);
}

void PlanGroupWriter::drop(const std::string& object, const std::vector<PlanPiece>& pieces, bool whole) {
  dropped_.insert(object);
  for (const auto& piece : pieces) {
    if (whole) said_.emplace(piece.group, piece.regulations);
    const auto pointer = piece.group_pointer();
    if (!pointer.empty() && !is_general(pointer)) emptied_.insert(key_at(pointer));
  }
}

void PlanGroupWriter::settle() {
  sources_.resize(holders_.size());
  contents_.resize(holders_.size());
  keys_.resize(holders_.size());
  for (std::size_t i = 0; i < holders_.size(); ++i) match(i);
  for (const auto& [pointer, group] : groups_) settle_group(pointer, group);
  for (std::size_t i = 0; i < holders_.size(); ++i) settle_new(i);
  relate();
  remove_unused();
}

void PlanGroupWriter::match(std::size_t holder) {
  const auto& before = holders_[holder].before;
  const auto& now = holders_[holder].now;
  std::vector<bool> used(before.size(), false);
  for (const auto& piece : before) said_.emplace(piece.group, piece.regulations);
  for (std::size_t i = 0; i < now.size(); ++i) {
    contents_[holder].push_back({now[i].regulations, {}});
    keys_[holder].emplace_back();
    auto& source = sources_[holder].emplace_back();
    for (std::size_t j = 0; j < before.size() && !source; ++j) {
      if (used[j] || before[j].group != now[i].group || before[j].pointers.empty()) continue;
      used[j] = true;
      source = before[j];
    }
  }
  take_symbol(holder);
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto& source = sources_[holder][i];
    if (!source) continue;
    const auto pointer = source->group_pointer();
    if (contents_[holder][i] == Content{source->regulations, {}}) {
      ++kept_[pointer];
      if (!is_general(pointer)) keys_[holder][i] = key_at(pointer);
    } else {
      groups_[pointer].changed.push_back({holder, i});
    }
  }
  for (std::size_t j = 0; j < before.size(); ++j) {
    if (!used[j] && !before[j].pointers.empty()) ++groups_[before[j].group_pointer()].dropped;
  }
}

/// The symbol is the first letter among the groups of an object, else the first title.
void PlanGroupWriter::take_symbol(std::size_t holder) {
  const auto& symbol = holders_[holder].symbol;
  std::optional<std::size_t> first;
  std::vector<std::size_t> lettered;
  std::string letter, title;
  for (std::size_t i = 0; i < holders_[holder].now.size(); ++i) {
    const auto& source = sources_[holder][i];
    if (source && is_general(source->group_pointer())) continue;
    Json group;
    if (source) {
      group = at(source->group_pointer());
    } else {
      for (const auto& one : array_at(plan_, kGroups)) {
        if (!holders_[holder].now[i].group.empty() && text_at(one, "planRegulationGroupKey") == holders_[holder].now[i].group) group = one;
      }
    }
    const auto own = text_at(group, "letterIdentifier");
    if (!own.empty()) lettered.push_back(i);
    if (letter.empty()) letter = own;
    if (!first) title = localized_at(group, "titleOfPlanRegulation");
    if (!first) first = i;
  }
  if (!first || symbol == (letter.empty() ? title : letter)) return;
  if (!symbol.empty()) {
    contents_[holder][*first].letter = symbol;
    return;
  }
  lettered.push_back(*first);
  for (const auto i : lettered) contents_[holder][i].letter = "";
}

void PlanGroupWriter::settle_group(const std::string& pointer, const Group& group) {
  const bool general = is_general(pointer);
  const auto content_of = [&](const Use& use) -> const Content& { return contents_[use.holder][use.piece]; };
  const bool alike = std::all_of(group.changed.begin(), group.changed.end(),
                                 [&](const Use& use) { return content_of(use) == content_of(group.changed.front()); });
  const bool whole = kept_[pointer] == 0 && alike && (!general || group.dropped == 0);
  if (!general && group.dropped > 0) emptied_.insert(key_at(pointer));
  if (group.changed.empty() && !(general && group.dropped > 0)) return;
  if (!group.changed.empty() && whole) {
    const auto& use = group.changed.front();
    const auto key = key_at(pointer);
    const auto& source = *sources_[use.holder][use.piece];
    at(pointer) = group_json(at(pointer), source.pointers, source.regulations, content_of(use), key, false);
    said_[key] = content_of(use).regulations;
    for (const auto& each : group.changed) keys_[each.holder][each.piece] = general ? "" : key;
    return;
  }
  divide(pointer, group);
}

/// Those that changed get groups of their own; a general group no longer is one.
void PlanGroupWriter::divide(const std::string& pointer, const Group& group) {
  const auto key = key_at(pointer);
  const Json original = at(pointer);
  std::vector<std::pair<Content, std::string>> made;
  for (const auto& use : group.changed) {
    const auto& content = contents_[use.holder][use.piece];
    auto found = std::find_if(made.begin(), made.end(), [&](const auto& one) { return one.first == content; });
    if (found == made.end()) {
      const auto& source = *sources_[use.holder][use.piece];
      const auto fresh_key = free_key(key + " of " + holders_[use.holder].object);
      Json json = group_json(original, source.pointers, source.regulations, content, fresh_key, true);
      list_in(plan_, kGroups).push_back(std::move(json));
      said_[fresh_key] = content.regulations;
      found = made.insert(made.end(), {content, fresh_key});
    }
    keys_[use.holder][use.piece] = found->second;
  }
  if (!is_general(pointer)) return;
  no_longer_general_.insert(pointer);
  if (kept_[pointer] == 0) return;
  for (std::size_t i = 0; i < holders_.size(); ++i) {
    for (std::size_t j = 0; j < keys_[i].size(); ++j) {
      if (sources_[i][j] && sources_[i][j]->group_pointer() == pointer && keys_[i][j].empty()) keys_[i][j] = key;
    }
  }
}

/// Pieces that the document does not know: of a group of this file that says the same, else of a new one.
void PlanGroupWriter::settle_new(std::size_t holder) {
  const auto& now = holders_[holder].now;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (sources_[holder][i]) continue;
    const auto& content = contents_[holder][i];
    const auto said = said_.find(now[i].group);
    const bool exists = !now[i].group.empty() && said != said_.end();
    const auto& groups = array_at(plan_, kGroups);
    const auto same_key = std::find_if(groups.begin(), groups.end(), [&](const Json& group) { return text_at(group, "planRegulationGroupKey") == now[i].group; });
    const bool there = same_key != groups.end();
    const bool lettered = there && (!content.letter || text_at(*same_key, "letterIdentifier") == *content.letter);
    if (exists && lettered && said->second == content.regulations) {
      keys_[holder][i] = now[i].group;
      continue;
    }
    const auto key = now[i].group.empty() || there ? free_key(fmt::format("{} {}", holders_[holder].object, i)) : now[i].group;
    Json group{{"planRegulationGroupKey", key}};
    // A title that is no letter would be read as the symbol of an object that has none.
    if (!(i == 0 && holders_[holder].symbol.empty())) group["titleOfPlanRegulation"]["fin"] = holders_[holder].name.empty() ? content.regulations.front().type : holders_[holder].name;
    list_in(plan_, kGroups).push_back(group_json(group, {}, {}, content, key, false));
    said_[key] = content.regulations;
    keys_[holder][i] = key;
  }
}

Json PlanGroupWriter::group_json(const Json& original, const std::vector<std::string>& pointers, const std::vector<Regulation>& before,
                                 const Content& now, const std::string& key, bool copy) {
  Json out = original;
  if (copy) {
    for (const char* const member : {"planRegulationGroupUri", "generalRegulationGroupUri", "generalRegulationGroupKey"}) out.erase(member);
    out["planRegulationGroupKey"] = key;
  }
  if (now.letter && now.letter->empty()) {
    out.erase("letterIdentifier");
    out.erase("titleOfPlanRegulation");
  } else if (now.letter) {
    out["letterIdentifier"] = *now.letter;
  }
  Json regulations = Json::array(), recommendations = Json::array();
  const auto sources = match_regulations(before, now.regulations);
  for (std::size_t i = 0; i < now.regulations.size(); ++i) {
    const auto& regulation = now.regulations[i];
    const auto source = sources[i];
    Json json = source ? at(pointers[*source]) : Json::object();
    fresh::patch(json, source ? fresh::regulation(before[*source]) : Json::object(), fresh::regulation(regulation));
    if (!source || copy) {
      json.erase("planRegulationUri");
      json.erase("planRecommendationUri");
      json[key_member(regulation)] = fresh::key_of(fmt::format("{} {} {}", seed_, key, i));
    }
    (is_recommendation(regulation) ? recommendations : regulations).push_back(std::move(json));
  }
  out["planRegulations"] = std::move(regulations);
  if (recommendations.empty()) {
    out.erase("planRecommendations");
  } else {
    out["planRecommendations"] = std::move(recommendations);
  }
  return out;
}

std::string PlanGroupWriter::free_key(const std::string& seed) {
  for (int i = 0;; ++i) {
    auto key = fresh::key_of(i == 0 ? fmt::format("{} {}", seed_, seed) : fmt::format("{} {} {}", seed_, seed, i));
    if (!said_.contains(key)) return key;
  }
}

/// A relation to a group that was divided is one to its own group now.
void PlanGroupWriter::replace_relations(const GroupHolder& holder, const std::vector<std::string>& keys, const std::vector<std::optional<PlanPiece>>& sources,
                                        Json& relations) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].empty() || !sources[i] || is_general(sources[i]->group_pointer()) || sources[i]->group == keys[i]) continue;
    for (auto& relation : relations) {
      if (text_at(relation, "planObjectKey") == holder.object && text_at(relation, "planRegulationGroupKey") == sources[i]->group) relation["planRegulationGroupKey"] = keys[i];
    }
  }
}

void PlanGroupWriter::relate() {
  Json& relations = list_in(plan_, kRelations);
  const auto forget = [&](const std::string& object, const std::vector<std::string>& but) {
    for (auto at = relations.begin(); at != relations.end();) {
      const bool stays = text_at(*at, "planObjectKey") != object || std::find(but.begin(), but.end(), text_at(*at, "planRegulationGroupKey")) != but.end();
      at = stays ? at + 1 : relations.erase(at);
    }
  };
  const auto add = [&](const std::string& object, const std::string& group) {
    relations.push_back({{"planObjectKey", object}, {"planRegulationGroupKey", group}});
  };
  for (const auto& object : dropped_) forget(object, {});
  for (std::size_t i = 0; i < holders_.size(); ++i) {
    std::vector<std::string> wanted;
    for (const auto& key : keys_[i]) {
      if (!key.empty() && std::find(wanted.begin(), wanted.end(), key) == wanted.end()) wanted.push_back(key);
    }
    replace_relations(holders_[i], keys_[i], sources_[i], relations);
    const auto there = relations_of(plan_, holders_[i].object);
    std::vector<std::string> kept;
    std::copy_if(there.begin(), there.end(), std::back_inserter(kept), [&](const std::string& key) { return std::find(wanted.begin(), wanted.end(), key) != wanted.end(); });
    const bool in_order = kept.size() <= wanted.size() && std::equal(kept.begin(), kept.end(), wanted.begin());
    if (!in_order) kept.clear();
    forget(holders_[i].object, kept);
    for (auto key = wanted.begin() + static_cast<std::ptrdiff_t>(kept.size()); key != wanted.end(); ++key) add(holders_[i].object, *key);
  }
  // From the last to the first: numbers of those before stay.
  for (auto pointer = no_longer_general_.rbegin(); pointer != no_longer_general_.rend(); ++pointer) {
    if (kept_[*pointer] == 0) continue;
    Json group = at(*pointer);
    const auto key = key_at(*pointer);
    group.erase("generalRegulationGroupKey");
    group.erase("generalRegulationGroupUri");
    group["planRegulationGroupKey"] = key;
    list_in(plan_, kGroups).push_back(std::move(group));
    for (const auto& object : kept_areas_) add(object, key);
  }
}

void PlanGroupWriter::remove_unused() {
  std::set<std::string> related;
  for (const auto& relation : array_at(plan_, kRelations)) related.insert(text_at(relation, "planRegulationGroupKey"));
  for (const auto& [pointer, group] : groups_) {
    if (!is_general(pointer) && group.changed.size() + group.dropped > 0) emptied_.insert(key_at(pointer));
  }
  std::set<std::string> general_keys;
  for (const auto& pointer : no_longer_general_) general_keys.insert(key_at(pointer));
  const auto erase_from = [&](const char* member, const char* key, const std::set<std::string>& keys, bool even_related) {
    if (!plan_.contains(member) || !plan_[member].is_array()) return;
    Json& groups = plan_[member];
    for (auto at = groups.begin(); at != groups.end();) {
      const auto name = text_at(*at, key);
      at = keys.contains(name) && (even_related || !related.contains(name)) ? groups.erase(at) : at + 1;
    }
  };
  erase_from(kGeneral, "generalRegulationGroupKey", general_keys, true);
  erase_from(kGroups, "planRegulationGroupKey", emptied_, false);
}

}  // namespace geo

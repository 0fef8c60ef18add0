#include "geo/io/plan_object_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_fresh.hpp"
#include "geo/io/plan_group_writer.hpp"
#include "geo/io/plan_values.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::PlanUnit;

constexpr const char* kObjects = "planObjects";
constexpr const char* kUriBase = "http://uri.rakennetunymparistontietojarjestelma.fi/PlanObject/";

std::vector<PlanPiece> pieces_where(std::vector<PlanPiece> pieces, bool with_place) {
  std::erase_if(pieces, [&](const PlanPiece& piece) { return piece.place.empty() == with_place; });
  return pieces;
}

/// The same regulations at the same places, wherever a document has them.
bool same_places(const std::vector<PlanPiece>& a, const std::vector<PlanPiece>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const PlanPiece& x, const PlanPiece& y) {
    return x.group == y.group && x.place == y.place && x.regulations == y.regulations;
  });
}

/// Uses that no regulation says are said by one: the national form has no other place for them.
void add_uses(const PlanUnit& unit, std::vector<PlanPiece>& pieces) {
  const auto is_main = [](const twin::RegulationInformation& one) { return one.type == "paakayttotarkoitus"; };
  PlanPiece uses;
  for (const auto& code : unit.use_codes) {
    const bool said = std::any_of(unit.regulations.begin(), unit.regulations.end(), [&](const twin::Regulation& regulation) {
      return regulation.type == code && regulation.place.empty() && std::any_of(regulation.information.begin(), regulation.information.end(), is_main);
    });
    if (said) continue;
    twin::Regulation use;
    use.type = code;
    use.life_cycle = unit.life_cycle;
    use.valid = unit.valid;
    use.information.push_back({"paakayttotarkoitus", "", {}, {}, "", ""});
    uses.regulations.push_back(std::move(use));
  }
  if (uses.regulations.empty()) return;
  if (!pieces.empty() && pieces.front().group.empty()) {
    auto& own = pieces.front().regulations;
    own.insert(own.begin(), uses.regulations.begin(), uses.regulations.end());
  } else {
    pieces.insert(pieces.begin(), std::move(uses));
  }
}

class PlanObjectsWriter {
 public:
  PlanObjectsWriter(Json& plan, const PlanPart& part)
      : plan_(plan), part_(part), seed_(text_at(plan, "planKey")), groups_(plan, part.pointer, seed_) {
    for (const auto* const unit : part.now) now_[unit->id] = unit;
    if (!plan_[kObjects].is_array()) plan_[kObjects] = Json::array();
    for (const auto& object : plan_[kObjects]) keys_.insert(text_at(object, "planObjectKey"));
  }

  void run() {
    std::map<std::string, std::vector<const PlanDraft*>> by_object;  // pointer of the object → its unit, or those of its areas
    for (const auto& draft : part_.before) by_object[draft.place].push_back(&draft);
    for (const auto& draft : part_.before) {
      if (by_object[draft.place].front() == &draft) write_known(by_object[draft.place]);
    }
    for (const auto* const unit : part_.now) {
      if (!known_.contains(unit->id)) add(*unit);
    }
    keep_unread();
    groups_.settle();
    finish();
  }

 private:
  /// Objects of which the import took nothing: lines without an area, rejected ones.
  void keep_unread() {
    for (std::size_t i = 0; i < plan_[kObjects].size(); ++i) {
      const auto pointer = fmt::format("{}/{}/{}", part_.pointer, kObjects, i);
      if (seen_.contains(pointer)) continue;
      const auto& object = plan_[kObjects][i];
      const auto type = text_at(object.value("geometry", Json::object()).value("geometry", Json::object()), "type");
      groups_.keep_unread(text_at(object, "planObjectKey"), type.ends_with("Polygon"));
    }
  }

  void write_known(const std::vector<const PlanDraft*>& drafts) {
    const auto& first = *drafts.front();
    seen_.insert(first.place);
    const auto key = text_at(object_at(first.place), "planObjectKey");
    const bool divided = drafts.size() > 1 || first.unit.id != key;
    const bool all_same = std::all_of(drafts.begin(), drafts.end(), [&](const PlanDraft* draft) {
      const auto found = now_.find(draft->unit.id);
      return found != now_.end() && says_the_same(draft->unit, *found->second);
    });
    if (all_same) {
      for (const auto* const draft : drafts) {
        known_.insert(draft->unit.id);
        keep(key, *draft);
      }
      return;
    }
    const auto found = now_.find(first.unit.id);
    if (divided || found == now_.end()) {  // gone; areas that are still there come back as objects of their own
      for (const auto* const draft : drafts) drop(key, *draft);
      return;
    }
    known_.insert(first.unit.id);
    change(key, first, *found->second);
  }

  void keep(const std::string& key, const PlanDraft& draft) {
    const auto pieces = pieces_of(draft);
    groups_.keep(key, pieces_where(pieces, false), true, draft.unit.id == key);
    for (const auto& piece : pieces_where(pieces, true)) {
      seen_.insert(piece.object);
      groups_.keep(text_at(object_at(piece.object), "planObjectKey"), {piece}, false, true);
    }
  }

  void drop(const std::string& key, const PlanDraft& draft) {
    const auto pieces = pieces_of(draft);
    groups_.drop(key, pieces_where(pieces, false), draft.unit.id == key);
    gone_.insert(key);
    drop_lines(pieces_where(pieces, true));
  }

  void drop_lines(const std::vector<PlanPiece>& placed) {
    for (const auto& piece : placed) {
      seen_.insert(piece.object);
      const auto key = text_at(object_at(piece.object), "planObjectKey");
      groups_.drop(key, {piece}, true);
      gone_.insert(key);
    }
  }

  void change(const std::string& key, const PlanDraft& draft, const PlanUnit& now) {
    auto& object = object_at(draft.place);
    fresh::patch(object, fresh::object(draft.unit, part_.srid), fresh::object(now, part_.srid));
    if (now.related != draft.unit.related) relate(object, now);
    const auto before = pieces_of(draft), pieces = pieces_of(now);
    const auto placed_before = pieces_where(before, true), placed = pieces_where(pieces, true);
    if (same_places(placed_before, placed)) {
      for (const auto& piece : placed_before) {
        seen_.insert(piece.object);
        groups_.keep(text_at(object_at(piece.object), "planObjectKey"), {piece}, false, true);
      }
    } else {
      drop_lines(placed_before);
      add_lines(now, placed);
    }
    hold(key, pieces_where(before, false), pieces_where(pieces, false), now);
  }

  void add(const PlanUnit& unit) {
    Json object = fresh::object(unit, part_.srid);
    object["planObjectKey"] = unit.id;
    relate(object, unit);
    added_.push_back(std::move(object));
    const auto pieces = pieces_of(unit);
    // A rule of the whole plan holds for a new object too, unless it says otherwise.
    hold(unit.id, general_pieces(plan_, part_.pointer, unit), pieces_where(pieces, false), unit);
    add_lines(unit, pieces_where(pieces, true));
  }

  void hold(const std::string& key, std::vector<PlanPiece> before, std::vector<PlanPiece> now, const PlanUnit& unit) {
    add_uses(unit, now);
    groups_.change({key, std::move(before), std::move(now), unit.symbol, unit.name_fi});
  }

  /// An object for each place, in their order.
  void add_lines(const PlanUnit& unit, const std::vector<PlanPiece>& placed) {
    std::vector<std::vector<PlanPiece>> by_place;
    for (const auto& piece : placed) {
      auto found = std::find_if(by_place.begin(), by_place.end(), [&](const auto& one) { return one.front().place == piece.place; });
      if (found == by_place.end()) found = by_place.insert(by_place.end(), std::vector<PlanPiece>{});
      found->push_back(piece);
    }
    for (std::size_t i = 0; i < by_place.size(); ++i) {
      Json line = fresh::object(unit, part_.srid);
      for (const char* const member : {"name", "description", "verticalLimit"}) line.erase(member);
      const auto key = fresh::key_of(fmt::format("{} {} place {}", seed_, unit.id, i));
      line["planObjectKey"] = key;
      line["geometry"] = fresh::geometry(by_place[i].front().place, part_.srid);
      line["relatedPlanObjectKeys"] = Json::array({unit.id});
      added_.push_back(std::move(line));
      for (auto& piece : by_place[i]) piece.place.clear();
      groups_.change({key, {}, std::move(by_place[i]), "", unit.name_fi});
    }
  }

  /// Objects of this plan are named by their keys, others by an address; groups of other plans have a relation of their own.
  void relate(Json& object, const PlanUnit& unit) {
    Json keys = Json::array(), uris = Json::array();
    for (const auto& id : unit.related) {
      if (keys_.contains(id) || now_.contains(id)) {
        keys.push_back(id);
      } else if (id.find('/') == std::string::npos) {
        uris.push_back(kUriBase + id);
      } else {
        foreign_.push_back({{"relatedRegulationGroupUri", id}, {"planObjectKey", unit.id}});
      }
    }
    const auto put = [&](const char* member, Json list) {
      object.erase(member);
      if (!list.empty()) object[member] = std::move(list);
    };
    put("relatedPlanObjectKeys", std::move(keys));
    put("relatedPlanObjectUris", std::move(uris));
    related_anew_.insert(unit.id);
  }

  void finish() {
    Json& objects = plan_[kObjects];
    erase_where(objects, gone_);
    for (auto& object : added_) objects.push_back(std::move(object));
    if (plan_.contains("presentationAlignments") && plan_["presentationAlignments"].is_array()) erase_where(plan_["presentationAlignments"], gone_);
    constexpr const char* kForeign = "relatedRegulationGroupPlanObjectRelations";
    if (plan_.contains(kForeign) && plan_[kForeign].is_array()) {
      auto outdated = gone_;
      outdated.insert(related_anew_.begin(), related_anew_.end());
      erase_where(plan_[kForeign], outdated);
    }
    if (!foreign_.empty() && !plan_[kForeign].is_array()) plan_[kForeign] = Json::array();
    for (auto& relation : foreign_) plan_[kForeign].push_back(std::move(relation));
  }

  static void erase_where(Json& list, const std::set<std::string>& keys) {
    for (auto at = list.begin(); at != list.end();) {
      at = keys.contains(text_at(*at, "planObjectKey")) ? list.erase(at) : at + 1;
    }
  }

  Json& object_at(const std::string& pointer) { return plan_.at(Json::json_pointer(pointer.substr(part_.pointer.size()))); }

  Json& plan_;
  const PlanPart& part_;
  std::string seed_;
  PlanGroupWriter groups_;
  std::map<std::string, const PlanUnit*> now_;
  std::set<std::string> keys_, known_, gone_, related_anew_;
  std::set<std::string> seen_;  ///< pointers of objects that an import took something of
  std::vector<Json> added_, foreign_;
};

}  // namespace

bool says_the_same(const PlanUnit& before, const PlanUnit& now) {
  auto unit = now;
  unit.source = before.source;
  unit.assumptions = before.assumptions;
  unit.ground_level_m = before.ground_level_m;
  unit.repealed_by = before.repealed_by;
  unit.plan = before.plan;
  return unit == before;
}

void write_plan_objects(Json& plan, const PlanPart& part) { PlanObjectsWriter(plan, part).run(); }

}  // namespace geo

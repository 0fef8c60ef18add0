#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "geo/io/plan_pieces.hpp"

namespace geo {

/// A plan object and the pieces that it is to hold, in the order of the file; all of one object, without places.
struct GroupHolder {
  std::string object;             ///< key of the plan object
  std::vector<PlanPiece> before;  ///< as the document says; none for a new object
  std::vector<PlanPiece> now;
  std::string symbol;             ///< notation on the map, which a group's letter (or title) gives
  std::string name;               ///< for the title of a new group
};

/// Writes regulation groups into a plan of the national form. A group that several objects share is changed in place where all of
/// them want the same, and else divided: those that changed get a group of their own. A general group (of the whole plan) that no
/// longer holds for all objects becomes one that is related to those it holds for.
class PlanGroupWriter {
 public:
  /// `plan` is the plan inside its document, `pointer` where it stands there; `seed` makes the keys of new groups.
  PlanGroupWriter(twin::Json& plan, std::string pointer, std::string seed);

  /// What the document says of an object that stays as it is; `area`: its groups include the general ones. `whole`: the unit is all
  /// of the object; one of several areas has a share of what its groups say.
  void keep(const std::string& object, const std::vector<PlanPiece>& pieces, bool area, bool whole);
  /// An object of which we know nothing but its name (none that an import took): its groups stay.
  void keep_unread(const std::string& object, bool area);
  void change(GroupHolder holder) { holders_.push_back(std::move(holder)); }
  /// An object that is no more.
  void drop(const std::string& object, const std::vector<PlanPiece>& pieces, bool whole);

  /// Brings all of it into the plan.
  void settle();

 private:
  struct Content {
    std::vector<twin::Regulation> regulations;
    std::optional<std::string> letter;  ///< another one than the group has
    bool operator==(const Content&) const = default;
  };
  struct Use {  ///< a piece of a holder, by numbers
    std::size_t holder = 0, piece = 0;
  };
  struct Group {
    std::vector<Use> changed;
    std::size_t dropped = 0;
  };

  bool is_general(const std::string& pointer) const;
  twin::Json& at(const std::string& pointer);
  std::string key_at(const std::string& pointer);
  void match(std::size_t holder);
  void take_symbol(std::size_t holder);
  void settle_group(const std::string& pointer, const Group& group);
  void divide(const std::string& pointer, const Group& group);
  void settle_new(std::size_t holder);
  void relate();
  void replace_relations(const GroupHolder& holder, const std::vector<std::string>& keys, const std::vector<std::optional<PlanPiece>>& sources, twin::Json& relations);
  void remove_unused();
  twin::Json group_json(const twin::Json& original, const std::vector<std::string>& pointers, const std::vector<twin::Regulation>& before,
                        const Content& now, const std::string& key, bool copy);
  std::string free_key(const std::string& seed);

  twin::Json& plan_;
  std::string pointer_, seed_;
  std::vector<GroupHolder> holders_;
  std::vector<std::vector<std::optional<PlanPiece>>> sources_;  ///< of each piece of each holder: the one of the document that it was
  std::vector<std::vector<Content>> contents_;
  std::vector<std::vector<std::string>> keys_;        ///< of the group that it stands in now; "" for a general one
  std::map<std::string, Group> groups_;               ///< by pointer, those that something happens to
  std::map<std::string, std::size_t> kept_;           ///< objects that hold to a group as it is, by pointer
  std::map<std::string, std::vector<twin::Regulation>> said_;  ///< what a group says now, by key
  std::vector<std::string> kept_areas_;               ///< objects whose general groups stay
  std::set<std::string> dropped_, emptied_, no_longer_general_;
};

}  // namespace geo

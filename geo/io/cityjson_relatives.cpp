#include "geo/io/cityjson_relatives.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "twin_core/base/text.hpp"

namespace geo::cityjson {
namespace {

using twin::Severity;

/// Findings about one object's missing relatives: a short file must not make an endless report.
constexpr std::size_t kMaxTold = 100;

class Linker {
 public:
  Linker(Family& family, const JsonPlace& place, ParsedValue& parsed, twin::Diagnostics& diagnostics)
      : family_(family), place_(place), parsed_(parsed), diagnostics_(diagnostics) {}

  twin::Status run() {
    for (std::size_t number = 0; number < family_.objects.size(); ++number) {
      const auto& object = family_.objects[number];
      if (!object.child_names.empty()) TWIN_CHECK(take_children(number));
      if (!object.parent_names.empty()) TWIN_CHECK(take_parents(number));
    }
    for (std::size_t number = 0; number < family_.objects.size(); ++number) {
      for (const auto child : family_.objects[number].children) children_.push_back({number, child});
    }
    for (const auto& [child, parent] : named_parents_) parents_.push_back({parent, child});
    note_parents();
    make_set(children_);
    make_set(parents_);
    for (const auto& [parent, child] : parents_) {
      if (has(children_, {parent, child})) continue;
      // Of a group one is not told by its members.
      if (family_.objects[parent].type == "CityObjectGroup") continue;
      family_.objects[parent].children.push_back(child);
      one_sided(family_.objects[child], "parents", family_.objects[parent], "children");
    }
    for (const auto& [parent, child] : children_) {
      const auto& type = family_.objects[parent].type;
      if (has(parents_, {parent, child}) || type == "CityObjectGroup") continue;
      one_sided(family_.objects[parent], "children", family_.objects[child], "parents");
    }
    return twin::Done{};
  }

 private:
  using Pair = std::pair<std::size_t, std::size_t>;

  static void make_set(std::vector<Pair>& pairs) {
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  }
  static bool has(const std::vector<Pair>& pairs, const Pair& pair) {
    return std::binary_search(pairs.begin(), pairs.end(), pair);
  }

  /// The texts of "children" or "parents", until the next are asked for.
  twin::Status read_names(std::string_view written, const JsonPlace& here) {
    names_.clear();
    TWIN_CHECK(parsed_.parse(written, here));
    TWIN_TRY(const Array items, as_array(parsed_.root(), here));
    std::size_t i = 0;
    for (const Element item : items) {
      TWIN_TRY(names_.emplace_back(), as_text(item, JsonPlace(here, i++)));
    }
    return twin::Done{};
  }

  twin::Status take_children(std::size_t number) {
    auto& object = family_.objects[number];
    const JsonPlace here(place_, object.id), list(here, "children");
    TWIN_CHECK(read_names(object.child_names, list));
    std::size_t told = 0;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const auto found = family_.number_of(names_[i]);
      if (found && *found != number) {
        object.children.push_back(*found);
        continue;
      }
      if (found) {
        of_itself("child-missing", object, "children");
        continue;
      }
      object.child_missing = true;
      if (++told > kMaxTold) continue;
      diagnostics_.add(
          {"child-missing", Severity::kError, std::string(object.id), "", JsonPlace(list, i).text(),
           twin::excerpt(names_[i]),
           fmt::format("{} names the child {}, which is not in the file: add it, or take the name out.",
                       twin::excerpt(object.id), twin::excerpt(names_[i]))});
    }
    return twin::Done{};
  }

  twin::Status take_parents(std::size_t number) {
    auto& object = family_.objects[number];
    const JsonPlace here(place_, object.id), list(here, "parents");
    TWIN_CHECK(read_names(object.parent_names, list));
    std::size_t told = 0;
    bool any = false;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const auto found = family_.number_of(names_[i]);
      if (found && *found != number) {
        named_parents_.push_back({number, *found});
        any = true;
        continue;
      }
      if (found) {
        of_itself("parent-missing", object, "parents");
        continue;
      }
      if (++told > kMaxTold) continue;
      diagnostics_.add(
          {"parent-missing", Severity::kError, std::string(object.id), "", JsonPlace(list, i).text(),
           twin::excerpt(names_[i]),
           fmt::format("{} names the parent {}, which is not in the file: add it, or take the name out.",
                       twin::excerpt(object.id), twin::excerpt(names_[i]))});
    }
    object.orphan = !names_.empty() && !any;
    return twin::Done{};
  }

  void of_itself(const char* code, const CityObject& object, std::string_view list) {
    const JsonPlace here(place_, object.id);
    diagnostics_.add({code, Severity::kError, std::string(object.id), "", JsonPlace(here, list).text(), twin::excerpt(object.id),
                      fmt::format("{} names itself in \"{}\": name another object, or take the name out.", twin::excerpt(object.id), list)});
  }

  void note_parents() {
    const auto take = [&](std::size_t parent, std::size_t child) {
      auto& object = family_.objects[child];
      if (!object.parent && parent != child && family_.objects[parent].type != "CityObjectGroup") object.parent = parent;
    };
    for (const auto& [child, parent] : named_parents_) take(parent, child);
    for (const auto& [parent, child] : children_) take(parent, child);
  }

  void one_sided(const CityObject& who, std::string_view says, const CityObject& other,
                 std::string_view lacks) {
    diagnostics_.add(
        {"family-one-sided", Severity::kWarning, std::string(who.id), "",
         JsonPlace(JsonPlace(place_, other.id), lacks).text(), twin::excerpt(other.id),
         fmt::format("{} names {} in \"{}\": name it back in \"{}\"; they were taken as a family.",
                     twin::excerpt(who.id), twin::excerpt(other.id), says, lacks)});
  }

  Family& family_;
  const JsonPlace& place_;
  ParsedValue& parsed_;
  twin::Diagnostics& diagnostics_;
  std::vector<std::string_view> names_;
  std::vector<Pair> children_, parents_;  ///< parent and child; sets, once they are sorted
  std::vector<Pair> named_parents_;       ///< child and parent, in the order of the file
};

}  // namespace

twin::Status link_relatives(Family& family, const JsonPlace& place, ParsedValue& parsed, twin::Diagnostics& diagnostics) {
  return Linker(family, place, parsed, diagnostics).run();
}

}  // namespace geo::cityjson

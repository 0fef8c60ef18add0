#include "geo/io/cityjson_family.hpp"

#include <fmt/format.h>

#include <set>

#include "twin_core/base/text.hpp"

namespace geo::cityjson {
namespace {

using twin::Severity;

/// Findings about one object's missing relatives: a short file must not make an endless report.
constexpr std::size_t kMaxTold = 100;

/// The texts of an array member; none when it is not there.
twin::Result<std::vector<std::string_view>> texts(Object object, std::string_view name,
                                                  const JsonPlace& place) {
  std::vector<std::string_view> out;
  const auto value = find(object, name);
  if (!value || value->is_null()) return out;
  const JsonPlace here(place, name);
  TWIN_TRY(const Array items, as_array(*value, here));
  std::size_t i = 0;
  for (const Element item : items) {
    TWIN_TRY(out.emplace_back(), as_text(item, JsonPlace(here, i++)));
  }
  return out;
}

class Linker {
 public:
  Linker(Family& family, const JsonPlace& place, twin::Diagnostics& diagnostics)
      : family_(family), place_(place), diagnostics_(diagnostics) {}

  twin::Status run() {
    std::vector<std::vector<std::size_t>> parents(family_.objects.size());
    for (std::size_t number = 0; number < family_.objects.size(); ++number) {
      TWIN_CHECK(take_children(number));
      TWIN_CHECK(take_parents(number, parents[number]));
    }
    for (std::size_t number = 0; number < family_.objects.size(); ++number) {
      for (const auto child : family_.objects[number].children) children_.insert({number, child});
      for (const auto parent : parents[number]) parents_.insert({parent, number});
    }
    note_parents(parents);
    for (const auto& [parent, child] : parents_) {
      if (children_.contains({parent, child})) continue;
      // Of a group one is not told by its members.
      if (family_.objects[parent].type == "CityObjectGroup") continue;
      family_.objects[parent].children.push_back(child);
      one_sided(family_.objects[child], "parents", family_.objects[parent], "children");
    }
    for (const auto& [parent, child] : children_) {
      const auto& type = family_.objects[parent].type;
      if (parents_.contains({parent, child}) || type == "CityObjectGroup") continue;
      one_sided(family_.objects[parent], "children", family_.objects[child], "parents");
    }
    return twin::Done{};
  }

 private:
  using Pair = std::pair<std::size_t, std::size_t>;

  twin::Status take_children(std::size_t number) {
    auto& object = family_.objects[number];
    const JsonPlace here(place_, object.id);
    TWIN_TRY(const auto names, texts(object.object, "children", here));
    std::size_t told = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto found = family_.number_of.find(names[i]);
      if (found != family_.number_of.end() && found->second != number) {
        object.children.push_back(found->second);
        continue;
      }
      if (found != family_.number_of.end()) {
        of_itself("child-missing", object, "children");
        continue;
      }
      object.child_missing = true;
      if (++told > kMaxTold) continue;
      const JsonPlace list(here, "children");
      diagnostics_.add(
          {"child-missing", Severity::kError, std::string(object.id), "", JsonPlace(list, i).text(),
           twin::excerpt(names[i]),
           fmt::format("{} names the child {}, which is not in the file: add it, or take the name out.",
                       twin::excerpt(object.id), twin::excerpt(names[i]))});
    }
    return twin::Done{};
  }

  twin::Status take_parents(std::size_t number, std::vector<std::size_t>& out) {
    auto& object = family_.objects[number];
    const JsonPlace here(place_, object.id);
    TWIN_TRY(const auto names, texts(object.object, "parents", here));
    std::size_t told = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto found = family_.number_of.find(names[i]);
      if (found != family_.number_of.end() && found->second != number) {
        out.push_back(found->second);
        continue;
      }
      if (found != family_.number_of.end()) {
        of_itself("parent-missing", object, "parents");
        continue;
      }
      if (++told > kMaxTold) continue;
      const JsonPlace list(here, "parents");
      diagnostics_.add(
          {"parent-missing", Severity::kError, std::string(object.id), "", JsonPlace(list, i).text(),
           twin::excerpt(names[i]),
           fmt::format("{} names the parent {}, which is not in the file: add it, or take the name out.",
                       twin::excerpt(object.id), twin::excerpt(names[i]))});
    }
    object.orphan = !names.empty() && out.empty();
    return twin::Done{};
  }

  void of_itself(const char* code, const CityObject& object, std::string_view list) {
    const JsonPlace here(place_, object.id);
    diagnostics_.add({code, Severity::kError, std::string(object.id), "", JsonPlace(here, list).text(), twin::excerpt(object.id),
                      fmt::format("{} names itself in \"{}\": name another object, or take the name out.", twin::excerpt(object.id), list)});
  }

  void note_parents(const std::vector<std::vector<std::size_t>>& parents) {
    const auto take = [&](std::size_t parent, std::size_t child) {
      auto& object = family_.objects[child];
      if (!object.parent && parent != child && family_.objects[parent].type != "CityObjectGroup") object.parent = parent;
    };
    for (std::size_t child = 0; child < parents.size(); ++child) {
      for (const auto parent : parents[child]) take(parent, child);
    }
    for (std::size_t parent = 0; parent < parents.size(); ++parent) {
      for (const auto child : family_.objects[parent].children) take(parent, child);
    }
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
  twin::Diagnostics& diagnostics_;
  std::set<Pair> children_, parents_;
};

}  // namespace

std::optional<std::size_t> owner_of(const Family& family, std::size_t number) {
  auto owner = family.objects[number].parent;
  for (std::size_t steps = 0; owner && family.objects[*owner].type.ends_with("Part"); ++steps) {
    const auto next = family.objects[*owner].parent;
    if (!next || steps == family.objects.size()) break;  // a family that goes round in a circle
    owner = next;
  }
  return owner;
}

twin::Result<Family> read_family(Element city_objects, const JsonPlace& place,
                                 twin::Diagnostics& diagnostics) {
  TWIN_TRY(const Object members, as_object(city_objects, place));
  Family out;
  for (const auto member : members) {
    const JsonPlace here(place, member.key);
    CityObject object;
    object.id = member.key;
    TWIN_TRY(object.object, as_object(member.value, here));
    TWIN_TRY(const Element type, require(object.object, "type", here));
    TWIN_TRY(object.type, as_text(type, JsonPlace(here, "type")));
    const auto [entry, fresh] = out.number_of.try_emplace(object.id, out.objects.size());
    if (!fresh) {
      object.doubled = true;
      out.objects[entry->second].doubled = true;
      diagnostics.add({"duplicate-id", Severity::kError, std::string(object.id), "", here.text(),
                       twin::excerpt(object.id),
                       "Give each city object an id of its own; none of these is taken."});
    }
    out.objects.push_back(std::move(object));
  }
  TWIN_CHECK(Linker(out, place, diagnostics).run());
  return out;
}

}  // namespace geo::cityjson

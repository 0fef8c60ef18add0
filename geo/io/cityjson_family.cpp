#include "geo/io/cityjson_family.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "geo/io/cityjson_relatives.hpp"
#include "geo/io/json_text.hpp"
#include "twin_core/base/text.hpp"

namespace geo::cityjson {
namespace {

using twin::Problem;
using twin::Severity;
using twin::Status;

/// City object members that are kept as text.
constexpr std::pair<std::string_view, std::string_view CityObject::*> kKept[] = {
    {"geometry", &CityObject::geometry},  {"attributes", &CityObject::attributes},
    {"address", &CityObject::address},    {"children", &CityObject::child_names},
    {"parents", &CityObject::parent_names}};

/// Takes the objects apart, one after the other.
class Splitter {
 public:
  Splitter(const JsonPlace& place, Parsers& parsers, twin::Diagnostics& diagnostics)
      : place_(place), texts_(parsers.texts), parsed_(parsers.member), object_(parsers.object), diagnostics_(diagnostics) {}

  Status run(std::string_view city_objects, Family& family) {
    constexpr std::size_t kUsual = 512;  // bytes of an object
    end_ = city_objects.data() + city_objects.size();
    family.objects.reserve(city_objects.size() / kUsual + 1);
    const char* const behind =
        json_text::each_member(city_objects.data(), end_, [&](const json_text::Member& member, const char* at) -> const char* {
          const auto id = name_of(member);
          if (!id) return nullptr;
          const char* const next = object(*id, at, family.objects.emplace_back());
          if (next == nullptr) return nullptr;
          if (const auto first = family.enter_last()) twice(family.objects[*first], family.objects.back());
          return next;
        });
    if (problem_) return *std::move(problem_);
    if (behind != end_) return unsound(place_);
    return twin::Done{};
  }

 private:
  std::optional<std::string_view> name_of(const json_text::Member& member) {
    return member.plain ? std::optional(member.name) : texts_.add(member.name);
  }

  const char* stop(Problem problem) {
    problem_ = std::move(problem);
    return nullptr;
  }

  const char* object(std::string_view id, const char* at, CityObject& out) {
    const JsonPlace here(place_, id);
    out.id = id;
    names_.clear();
    std::string_view type;
    bool crowded = false;
    const auto take = [&](const json_text::Member& member, const char* value) -> const char* {
      const auto name = name_of(member);
      if (!name) return nullptr;
      const auto seen = names_.add(*name);
      crowded = crowded || seen == json_text::FewNames::Seen::kFull;
      if (seen == json_text::FewNames::Seen::kTwice) {
        return stop({"json-duplicate-key", "An object names a member twice.", JsonPlace(here, *name).text(),
                     twin::excerpt(*name), "Keep one of the two members."});
      }
      return member_of(*name, value, JsonPlace(here, *name), out, type);
    };
    const char* const behind = json_text::each_member(at, end_, take);
    if (problem_) return nullptr;
    if (behind == nullptr) return stop(no_object(at, here));
    out.text = {at, static_cast<std::size_t>(behind - at)};
    if (crowded) {
      if (auto status = object_.parse(out.text, here); !status) return stop(status.problem());
    }
    if (type.empty()) {
      return stop({"value-missing", "The member \"type\" is missing.", JsonPlace(here, "type").text(), "", "Add \"type\"."});
    }
    return take_type(type, JsonPlace(here, "type"), out) ? behind : nullptr;
  }

  const char* member_of(std::string_view name, const char* value, const JsonPlace& here, CityObject& out,
                        std::string_view& type) {
    const auto* const kept = std::find_if(std::begin(kKept), std::end(kKept), [&](const auto& each) { return each.first == name; });
    const bool extension = name.starts_with('+');
    if (kept == std::end(kKept) && !extension && name != "type") {
      if (const char* const behind = json_text::end_of_sound_value(value)) return behind;
    }
    const char* const behind = json_text::end_of_value(value, end_);
    if (behind == nullptr) return nullptr;
    const std::string_view text(value, static_cast<std::size_t>(behind - value));
    if (kept != std::end(kKept)) {
      if (text != "null") out.*(kept->second) = text;
    } else if (name == "type") {
      type = text;
    } else if (extension) {
      out.extended = true;
    } else if (auto status = parsed_.parse(text, here); !status) {
      return stop(status.problem());
    }
    return behind;
  }

  /// The type is a text, nearly always a plain one.
  bool take_type(std::string_view text, const JsonPlace& place, CityObject& out) {
    const char* const close = text.front() == '"' ? json_text::end_of_plain_string(text.data()) : nullptr;
    if (close != nullptr && close + 1 == text.data() + text.size()) {
      out.type = text.substr(1, text.size() - 2);
      return true;
    }
    if (auto status = parsed_.parse(text, place); !status) {
      stop(status.problem());
      return false;
    }
    if (const auto name = as_text(parsed_.root(), place); !name) {
      stop(name.problem());
      return false;
    }
    const auto name = texts_.add(text.substr(1, text.size() - 2));
    if (name) out.type = *name;
    return name.has_value();
  }

  Problem no_object(const char* at, const JsonPlace& here) {
    const char* const behind = json_text::end_of_value(at, end_);
    if (behind == nullptr) return unsound(here);
    if (auto status = object_.parse({at, static_cast<std::size_t>(behind - at)}, here); !status) return status.problem();
    const auto object = as_object(object_.root(), here);
    return object ? unsound(here) : object.problem();
  }

  void twice(CityObject& first, CityObject& second) {
    first.doubled = second.doubled = true;
    diagnostics_.add({"duplicate-id", Severity::kError, std::string(second.id), "", JsonPlace(place_, second.id).text(),
                      twin::excerpt(second.id), "Give each city object an id of its own; none of these is taken."});
  }

  const JsonPlace& place_;
  UnescapedTexts& texts_;
  ParsedValue &parsed_, &object_;
  twin::Diagnostics& diagnostics_;
  const char* end_ = nullptr;
  json_text::FewNames names_;
  std::optional<Problem> problem_;
};

}  // namespace

std::size_t Family::slot_of(std::string_view id) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = std::hash<std::string_view>()(id) & mask;
  while (slots_[at] != 0 && objects[slots_[at] - 1].id != id) at = (at + 1) & mask;
  return at;
}

std::optional<std::size_t> Family::number_of(std::string_view id) const {
  if (slots_.empty()) return std::nullopt;
  const auto found = slots_[slot_of(id)];
  return found != 0 ? std::optional<std::size_t>(found - 1) : std::nullopt;
}

std::optional<std::size_t> Family::enter_last() {
  if (2 * objects.size() > slots_.size()) {
    slots_.assign(std::max<std::size_t>(16, 2 * slots_.size()), 0);
    for (std::size_t i = 0; i + 1 < objects.size(); ++i) {
      auto& slot = slots_[slot_of(objects[i].id)];
      if (slot == 0) slot = static_cast<std::uint32_t>(i + 1);
    }
  }
  auto& slot = slots_[slot_of(objects.back().id)];
  if (slot != 0) return slot - 1;
  slot = static_cast<std::uint32_t>(objects.size());
  return std::nullopt;
}

std::optional<std::size_t> owner_of(const Family& family, std::size_t number) {
  auto owner = family.objects[number].parent;
  for (std::size_t steps = 0; owner && family.objects[*owner].type.ends_with("Part"); ++steps) {
    const auto next = family.objects[*owner].parent;
    if (!next || steps == family.objects.size()) break;  // a family that goes round in a circle
    owner = next;
  }
  return owner;
}

twin::Result<Family> read_family(std::string_view city_objects, const JsonPlace& place, Parsers& parsers,
                                 twin::Diagnostics& diagnostics) {
  Family out;
  if (city_objects.front() != '{') {
    TWIN_CHECK(parsers.section.parse(city_objects, place));
    TWIN_CHECK(as_object(parsers.section.root(), place));
  }
  TWIN_CHECK(Splitter(place, parsers, diagnostics).run(city_objects, out));
  TWIN_CHECK(link_relatives(out, place, parsers.member, diagnostics));
  return out;
}

}  // namespace geo::cityjson

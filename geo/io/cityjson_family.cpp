#include "geo/io/cityjson_family.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "geo/io/cityjson_relatives.hpp"
#include "geo/io/json_text.hpp"
#include "twin_core/base/text.hpp"

namespace geo::cityjson {
namespace {

using twin::Problem;
using twin::Severity;
using twin::Status;

/// What the name of a member says: kept as text in `kKept`, or one of the others.
enum Meaning : int { kType = -1, kExtension = -2, kOther = -3 };

struct Kept {
  std::string_view name;
  std::string_view CityObject::*text;
};
constexpr std::array kKept{Kept{"geometry", &CityObject::geometry}, Kept{"attributes", &CityObject::attributes},
                           Kept{"children", &CityObject::child_names}, Kept{"parents", &CityObject::parent_names},
                           Kept{"address", &CityObject::address}};

int meaning_of(std::string_view name) {
  for (std::size_t i = 0; i < kKept.size(); ++i) {
    if (kKept[i].name == name) return static_cast<int>(i);
  }
  if (name == "type") return kType;
  return name.starts_with('+') ? kExtension : kOther;
}

/// Takes the objects apart, one after the other.
class Splitter {
 public:
  Splitter(const JsonPlace& place, Parsers& parsers, twin::Diagnostics& diagnostics)
      : place_(place),
        texts_(parsers.texts),
        parsed_(parsers.member),
        object_(parsers.object),
        alike_(parsers.objects),
        diagnostics_(diagnostics) {}

  twin::Result<const char*> run(const char* p, const char* end, Family& family) {
    end_ = end;
    const char* const behind =
        json_text::each_member(p, end, [&](const json_text::Member& member, const char* at) -> const char* {
          const auto id = name_of(member);
          if (!id) return nullptr;
          auto& entry = family.objects.emplace_back();
          const char* const next = object(*id, at, entry);
          if (next == nullptr) return nullptr;
          family.related = family.related || !entry.child_names.empty() || !entry.parent_names.empty();
          if (const auto first = family.enter_last()) twice(family.objects[*first], family.objects.back());
          return next;
        });
    if (problem_) return *std::move(problem_);
    if (behind == nullptr) return unsound(place_);
    return behind;
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
    std::string_view type;
    const char* behind = alike_.each(at, meaning_of, [&](std::string_view name, int meaning, const char* value) {
      return member(meaning, value, JsonPlace(here, name), out, type);
    });
    if (behind == nullptr && !problem_) {
      out = {};
      out.id = id;
      type = {};
      behind = odd_object(at, here, out, type);
    }
    if (problem_) return nullptr;
    out.text = {at, static_cast<std::size_t>(behind - at)};
    if (type.empty()) {
      return stop({"value-missing", "The member \"type\" is missing.", JsonPlace(here, "type").text(), "", "Add \"type\"."});
    }
    return take_type(type, JsonPlace(here, "type"), out) ? behind : nullptr;
  }

  /// One with escapes in its names, with many members, or with faults. nullptr with a problem only.
  const char* odd_object(const char* at, const JsonPlace& here, CityObject& out, std::string_view& type) {
    json_text::FewNames names;
    bool crowded = false;
    const auto take = [&](const json_text::Member& each, const char* value) -> const char* {
      const auto name = name_of(each);
      if (!name) return nullptr;
      const auto seen = names.add(*name);
      crowded = crowded || seen == json_text::FewNames::Seen::kFull;
      if (seen == json_text::FewNames::Seen::kTwice) {
        return stop({"json-duplicate-key", "An object names a member twice.", JsonPlace(here, *name).text(),
                     twin::excerpt(*name), "Keep one of the two members."});
      }
      return member(meaning_of(*name), value, JsonPlace(here, *name), out, type);
    };
    const char* const behind = json_text::each_member(at, end_, take);
    if (problem_) return nullptr;
    if (behind == nullptr) return stop(no_object(at, here));
    if (crowded) {
      if (auto status = object_.parse({at, static_cast<std::size_t>(behind - at)}, here); !status) return stop(status.problem());
    }
    return behind;
  }

  const char* member(int meaning, const char* value, const JsonPlace& here, CityObject& out, std::string_view& type) {
    if (meaning == kOther) {
      if (const char* const behind = json_text::end_of_sound_value(value)) return behind;
    }
    const char* const behind = json_text::end_of_value(value, end_);
    if (behind == nullptr) return nullptr;
    const std::string_view text(value, static_cast<std::size_t>(behind - value));
    if (meaning >= 0) {
      if (!json_text::is(text, "null")) out.*kKept[static_cast<std::size_t>(meaning)].text = text;
    } else if (meaning == kType) {
      type = text;
    } else if (meaning == kExtension) {
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
  json_text::AlikeObjects& alike_;
  twin::Diagnostics& diagnostics_;
  const char* end_ = nullptr;
  std::optional<Problem> problem_;
};

}  // namespace

std::uint64_t Family::hash_of(std::string_view id) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15u;
  std::uint64_t hash = id.size() * kOdd;
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * kOdd;
    hash ^= hash >> 32;
  };
  mix(json_text::first_bytes(id));
  for (std::size_t at = 8; at + 8 < id.size(); at += 8) mix(json_text::bytes_at(id.data() + at));
  mix(json_text::last_bytes(id));
  return hash;
}

std::size_t Family::slot_of(std::string_view id, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.number == 0 || (slot.hash == static_cast<std::uint32_t>(hash) && objects[slot.number - 1].id == id)) return at;
  }
}

std::optional<std::size_t> Family::number_of(std::string_view id) const {
  if (slots_.empty()) return std::nullopt;
  const auto found = slots_[slot_of(id, hash_of(id))].number;
  return found != 0 ? std::optional<std::size_t>(found - 1) : std::nullopt;
}

void Family::make_slots(std::size_t count) {
  slots_.assign(std::bit_ceil(std::max<std::size_t>(16, 2 * count)), {});
  for (std::size_t i = 0; i + 1 < objects.size(); ++i) {
    const auto hash = hash_of(objects[i].id);
    Slot& slot = slots_[slot_of(objects[i].id, hash)];
    if (slot.number == 0) slot = {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(i + 1)};
  }
}

void Family::reserve(std::size_t count) {
  objects.reserve(count);
  make_slots(count);
}

std::optional<std::size_t> Family::enter_last() {
  if (2 * objects.size() > slots_.size()) make_slots(2 * objects.size());
  const auto hash = hash_of(objects.back().id);
  Slot& slot = slots_[slot_of(objects.back().id, hash)];
  if (slot.number != 0) return slot.number - 1;
  slot = {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(objects.size())};
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

twin::Result<const char*> split_objects(const char* p, const char* end, const JsonPlace& place, Parsers& parsers,
                                        twin::Diagnostics& diagnostics, Family& out) {
  return Splitter(place, parsers, diagnostics).run(p, end, out);
}

twin::Result<Family> read_family(std::string_view city_objects, const JsonPlace& place, Parsers& parsers,
                                 twin::Diagnostics& diagnostics) {
  Family out;
  if (city_objects.front() != '{') {
    TWIN_CHECK(parsers.section.parse(city_objects, place));
    TWIN_CHECK(as_object(parsers.section.root(), place));
  }
  const char* const end = city_objects.data() + city_objects.size();
  TWIN_TRY(const char* const behind, split_objects(city_objects.data(), end, place, parsers, diagnostics, out));
  if (behind != end) return unsound(place);
  if (out.related) TWIN_CHECK(link_relatives(out, place, parsers.member, diagnostics));
  return out;
}

}  // namespace geo::cityjson

#include "geo/io/building_versions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>

#include "geo/io/gml_time.hpp"

namespace geo {
namespace {

using twin::Instant;
using twin::Severity;

/// The first attribute called so, of CityGML or of CityJSON; empty when there is none.
std::string attribute_of(const twin::BuildingShape& shape, std::string_view gml, std::string_view json = {}) {
  for (const auto& attribute : shape.attributes) {
    if (attribute.name == gml || (!json.empty() && attribute.name == json)) return attribute.value;
  }
  return "";
}

/// The names that the functions below ask for.
constexpr std::array<std::string_view, 9> kTelling = {"gml:identifier",    "core:validFrom",       "validFrom",
                                                      "core:validTo",      "validTo",              "core:creationDate",
                                                      "creationDate",      "core:terminationDate", "terminationDate"};

VersionNotes::Dates dates_of(const twin::BuildingShape& shape) {
  return {attribute_of(shape, "core:validFrom", "validFrom"), attribute_of(shape, "core:validTo", "validTo"),
          attribute_of(shape, "core:creationDate", "creationDate"),
          attribute_of(shape, "core:terminationDate", "terminationDate")};
}

class Arrangement {
 public:
  Arrangement(Instant now, IngestedFile& out) : notes_(out.versions), now_(now), out_(out), buildings_(out.buildings) {}

  void run() {
    for (const auto& read : buildings_) {
      own_ids_.push_back(read.building.id);
      identifiers_.push_back(attribute_of(read.shape, "gml:identifier"));
      dates_.push_back(dates_of(read.shape));
    }
    const bool shared = has_shared_identifier();
    const bool history = notes_.versioned || shared || has_terminated();
    bool any = history;
    for (std::size_t i = 0; i < buildings_.size(); ++i) any |= give_lifespan(i, history);
    if (!any) return;
    if (notes_.versioned || shared) {
      for (auto& values : families()) order(values);
    }
    rename_parents();
    set_past_apart();
    tell();
  }

 private:
  using Family = std::vector<std::size_t>;

  bool has_shared_identifier() const {
    std::set<std::string_view> seen;
    return std::any_of(identifiers_.begin(), identifiers_.end(),
                       [&](const std::string& one) { return !one.empty() && !seen.insert(one).second; });
  }

  bool has_terminated() const {
    return std::any_of(dates_.begin(), dates_.end(), [](const auto& dates) { return !dates.terminated.empty(); });
  }

  void warn(std::size_t building, std::string value, std::string remedy) {
    out_.report.diagnostics.add({"lifespan-invalid", Severity::kWarning, own_ids_[building], "", out_.report.name,
                                 std::move(value), std::move(remedy)});
  }

  std::optional<Instant> read(std::size_t building, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto instant = read_gml_time(text);
    if (instant) return *instant;
    warn(building, instant.problem().value, instant.problem().remedy + " It was kept as an attribute only.");
    return std::nullopt;
  }

  bool give_lifespan(std::size_t building, bool history) {
    Lifespan& life = buildings_[building].lifespan;
    const auto take = [&](const VersionNotes::Dates& dates) {
      const bool real = !dates.valid_from.empty() || !dates.valid_to.empty();
      if (!real && (!history || (dates.created.empty() && dates.terminated.empty()))) return false;
      life = {read(building, real ? dates.valid_from : dates.created),
              read(building, real ? dates.valid_to : dates.terminated)};
      return true;
    };
    bool taken = take(dates_[building]);
    if (const auto version = notes_.dates_of_member.find(own_ids_[building]);
        !taken && version != notes_.dates_of_member.end()) {
      taken = take(version->second);
    }
    if (life.from && life.to && *life.to <= *life.from) {
      warn(building, fmt::format("{} to {}", twin::to_rfc3339(*life.from), twin::to_rfc3339(*life.to)),
           "What ends must have begun before; the building was taken without a time.");
      life = {};
    }
    return taken;
  }

  /// Buildings that are values of one, found by identifier and by what the transitions replace.
  std::vector<Family> families() const {
    std::vector<std::size_t> root(buildings_.size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    const auto find = [&](std::size_t i) {
      while (root[i] != i) i = root[i] = root[root[i]];
      return i;
    };
    std::unordered_map<std::string_view, std::size_t> by_id, by_identifier;
    for (std::size_t i = 0; i < buildings_.size(); ++i) {
      by_id.emplace(own_ids_[i], i);
      if (identifiers_[i].empty()) continue;
      root[find(i)] = find(by_identifier.try_emplace(identifiers_[i], i).first->second);
    }
    for (const auto& [before, after] : notes_.replaced) {
      const auto a = by_id.find(before), b = by_id.find(after);
      if (a == by_id.end() || b == by_id.end()) continue;
      // A building that takes the place of another one has an identifier of its own.
      if (!identifiers_[a->second].empty() || !identifiers_[b->second].empty()) continue;
      root[find(a->second)] = find(b->second);
    }
    std::map<std::size_t, Family> grouped;
    for (std::size_t i = 0; i < buildings_.size(); ++i) grouped[find(i)].push_back(i);
    std::vector<Family> out;
    for (auto& [first, family] : grouped) out.push_back(std::move(family));
    return out;
  }

  /// Values of one building one after another, under one name.
  void order(Family& values) {
    const auto begins = [&](std::size_t i) { return buildings_[i].lifespan.from.value_or(Instant::min()); };
    std::stable_sort(values.begin(), values.end(), [&](auto a, auto b) { return begins(a) < begins(b); });
    for (std::size_t k = 1; k < values.size(); ++k) {
      if (begins(values[k - 1]) < begins(values[k])) continue;
      for (const auto i : values) {
        warn(i, identifiers_[i].empty() ? own_ids_[values.front()] : identifiers_[i],
             "Values of one building that begin at the same time have no order: give each its validFrom or creationDate. "
             "They were taken as buildings of their own.");
      }
      return;
    }
    const std::string& name = identifiers_[values.front()].empty() ? own_ids_[values.front()] : identifiers_[values.front()];
    if (!names_.insert(name).second) return;
    for (std::size_t k = 0; k + 1 < values.size(); ++k) {
      auto& end = buildings_[values[k]].lifespan.to;
      const auto next = begins(values[k + 1]);
      if (end && *end > next) {
        warn(values[k], fmt::format("{} after {}", twin::to_rfc3339(*end), twin::to_rfc3339(next)),
             "The next value of the building begins before this one ends; it was taken to end there.");
      }
      if (!end || *end > next) end = next;
      superseded_.insert(values[k]);
    }
    for (const auto i : values) {
      buildings_[i].building.id = name;
      for (auto& one : buildings_[i].series) one.series.feature = name;
      renamed_[own_ids_[i]] = name;
    }
  }

  void set_past_apart() {
    std::vector<ReadBuilding> standing;
    for (std::size_t i = 0; i < buildings_.size(); ++i) {
      const auto& end = buildings_[i].lifespan.to;
      const bool ended = !superseded_.contains(i) && end && *end <= now_;
      ended_ += ended;
      (ended || superseded_.contains(i) ? out_.past : standing).push_back(std::move(buildings_[i]));
    }
    buildings_ = std::move(standing);
    std::stable_sort(out_.past.begin(), out_.past.end(),
                     [](const auto& a, const auto& b) { return a.lifespan.from < b.lifespan.from; });
  }

  /// Rooms and storeys stay with their building.
  void rename_parents() {
    for (auto& read : out_.objects) {
      if (const auto found = renamed_.find(read.object.parent); found != renamed_.end()) read.object.parent = found->second;
    }
  }

  void tell() {
    out_.report.diagnostics.add(
        {"versions-read", Severity::kInfo, "", "", out_.report.name,
         fmt::format("standing: {}, ended: {}, earlier states: {}", buildings_.size(), ended_, superseded_.size()),
         "Nothing to do: --valid-at shows the city of another time."});
  }

  const VersionNotes& notes_;
  const Instant now_;
  IngestedFile& out_;
  std::vector<ReadBuilding>& buildings_;
  std::vector<std::string> own_ids_, identifiers_;
  std::vector<VersionNotes::Dates> dates_;
  std::set<std::string> names_;
  std::unordered_map<std::string, std::string> renamed_;
  std::set<std::size_t> superseded_;
  std::size_t ended_ = 0;
};

}  // namespace

ReadBuilding without_model(ReadBuilding&& read) {
  ReadBuilding out;
  out.building.id = std::move(read.building.id);
  for (auto& attribute : read.shape.attributes) {
    const bool tells = std::find(kTelling.begin(), kTelling.end(), attribute.name) != kTelling.end();
    if (tells) out.shape.attributes.push_back(std::move(attribute));
  }
  return out;
}

void arrange_versions(Instant now, IngestedFile& out) {
  if (out.refused || out.buildings.empty()) return;
  Arrangement(now, out).run();
}

}  // namespace geo

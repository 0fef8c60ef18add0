#include "server/app/import_history.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>

#include "twin_core/city/record.hpp"

namespace server {

using twin::Digest;
using twin::EntityKey;
using twin::EntityKind;
using twin::Instant;
using twin::Result;
using twin::Status;

namespace {

/// One value of a building and when it holds; without bytes: there is no building then.
struct Segment {
  geo::Lifespan lifespan;
  Digest value;
  twin::Bytes bytes, shape;
  geo::ReadBuilding* standing = nullptr;  ///< of the batch: written by the import's own commit
};

using Segments = std::map<std::string, std::vector<Segment>>;
using Changes = std::map<std::string, std::vector<twin::Change>>;  ///< newest first

Segment segment_of(geo::ReadBuilding& read) {
  Segment out;
  out.lifespan = read.lifespan;
  out.shape = twin::encode(read.shape);
  read.building.shape = twin::sha256(out.shape);
  out.bytes = twin::encode(read.building);
  out.value = twin::sha256(out.bytes);
  return out;
}

/// Values that follow each other and are equal are one: the store would drop the second one, and with it its time.
void add(std::vector<Segment>& segments, Segment next) {
  if (!segments.empty() && segments.back().value == next.value) {
    next.lifespan.from = segments.back().lifespan.from;
    segments.pop_back();
    if (next.standing != nullptr) next.standing->lifespan.from = next.lifespan.from;
  }
  segments.push_back(std::move(next));
}

Segments segments_of(geo::CityBatch& batch) {
  Segments out;
  for (auto& read : batch.past) {
    add(out[read.building.id], segment_of(read));
    read.shape = {};
  }
  for (auto& read : batch.buildings) {
    const auto found = out.find(read.building.id);
    if (found == out.end()) continue;
    Segment standing = segment_of(read);
    standing.standing = &read;
    add(found->second, std::move(standing));
  }
  for (auto& [id, segments] : out) {
    if (segments.back().standing != nullptr || !segments.back().lifespan.to) continue;
    Segment ending;
    ending.lifespan.from = segments.back().lifespan.to;
    segments.push_back(std::move(ending));
  }
  return out;
}

/// Of the buildings of `segments` every change on the branch, of `relinked` ones the newest.
Result<Changes> changes_of(const twin::Store& store, const std::string& branch, const Segments& segments,
                           const std::set<std::string_view>& relinked) {
  constexpr std::size_t kPage = 64;
  Changes out;
  std::uint64_t before = UINT64_MAX;
  while (true) {
    TWIN_TRY(const auto page, store.log(twin::Ledger::kCity, branch, kPage, before));
    for (const auto& entry : page) {
      for (const auto& change : entry.commit.changes) {
        if (change.entity.kind != EntityKind::kBuilding) continue;
        const bool newest = relinked.contains(change.entity.id) && !out.contains(change.entity.id);
        if (newest || segments.contains(change.entity.id)) out[change.entity.id].push_back(change);
      }
      before = entry.sequence;
    }
    if (page.size() < kPage) return out;
  }
}

/// What the branch says of an instant: the newest change whose span has it.
Digest value_at(const std::vector<twin::Change>& changes, Instant instant) {
  for (const auto& change : changes) {
    if ((!change.valid_from || *change.valid_from <= instant) && (!change.valid_to || instant < *change.valid_to)) {
      return change.after;
    }
  }
  return {};
}

bool is_known(const Segment& segment, const std::vector<twin::Change>& changes) {
  const auto& [from, to] = segment.lifespan;
  if (from) return value_at(changes, *from) == segment.value;
  if (to) return value_at(changes, *to - Instant::duration{1}) == segment.value;
  return !changes.empty() && changes.front().after == segment.value;
}

}  // namespace

Result<ImportHistory> take_history(const twin::Store& store, const std::string& branch, geo::CityBatch& batch) {
  ImportHistory out;
  if (batch.past.empty() && batch.relinked == 0) return out;
  Segments all = segments_of(batch);
  std::set<std::string_view> relinked;
  for (auto read = batch.buildings.end() - static_cast<std::ptrdiff_t>(batch.relinked); read != batch.buildings.end(); ++read) {
    relinked.insert(read->building.id);
  }
  TWIN_TRY(const Changes changes, changes_of(store, branch, all, relinked));
  for (auto& read : batch.buildings) {
    if (!relinked.contains(read.building.id)) continue;
    if (const auto known = changes.find(read.building.id); known != changes.end()) {
      read.lifespan = {known->second.front().valid_from, known->second.front().valid_to};
    }
  }
  for (auto& [id, segments] : all) {
    const auto known = changes.find(id);
    static const std::vector<twin::Change> kNone;
    const auto& told = known == changes.end() ? kNone : known->second;
    const auto news = std::find_if(segments.begin(), segments.end(), [&](const Segment& one) { return !is_known(one, told); });
    const Digest head = told.empty() ? Digest{} : told.front().after;
    const EntityKey entity{EntityKind::kBuilding, id};
    Segment& last = segments.back();
    const bool changed = news != segments.end() || head != last.value;
    if (changed && last.standing == nullptr) out.endings.push_back({entity, std::nullopt, last.lifespan.from, {}});
    // Those before the last one, counted from the end: the last of them goes into the last round.
    std::size_t round = 0;
    for (auto segment = segments.end() - 1; segment != segments.begin() && segment > news;) {
      --segment;
      if (out.rounds.size() <= round) {
        out.rounds.emplace_back();
        out.blobs.emplace_back();
      }
      out.rounds[round].push_back({entity, std::move(segment->bytes), segment->lifespan.from, segment->lifespan.to});
      out.blobs[round].push_back(std::move(segment->shape));
      ++out.values;
      ++round;
    }
  }
  std::reverse(out.rounds.begin(), out.rounds.end());
  std::reverse(out.blobs.begin(), out.blobs.end());
  return out;
}

}  // namespace server

#include "server/ogc/tile_cache.hpp"

#include <algorithm>
#include <new>

#include "twin_core/base/text.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/history/diff.hpp"

namespace server {
namespace {

constexpr std::size_t kTilesets = 32;

/// What an empty twin shows: a valid tileset without content.
constexpr const char* kEmptyTileset =
    R"({"asset":{"version":"1.1"},"geometricError":0,"root":{"boundingVolume":{"sphere":[0,0,0,1]},"geometricError":0,"refine":"ADD"}})";

bool has_equal_tiles(const twin::BranchState& a, const twin::BranchState& b) {
  if (a.manifest_digest() != b.manifest_digest()) return false;
  const auto differences = twin::diff(a, b);
  return std::none_of(differences.begin(), differences.end(),
                      [](const auto& d) {
    return d.kind == twin::EntityKind::kBuilding || d.kind == twin::EntityKind::kCityObject;
  });
}

}  // namespace

TileCache::TileCache(std::shared_ptr<twin::Store> store, std::size_t limit_bytes)
    : store_(std::move(store)), limit_bytes_(limit_bytes) {}

std::shared_ptr<const BranchTiles> TileCache::find_equal(const twin::BranchState& state) {
  for (auto entry = tilesets_.begin(); entry != tilesets_.end(); ++entry) {
    if (entry->first == state.head()) {
      tilesets_.splice(tilesets_.begin(), tilesets_, entry);
      return tilesets_.front().second;
    }
  }
  for (const auto& entry : tilesets_) {
    if (!has_equal_tiles(*entry.second->state, state)) continue;
    tilesets_.emplace_front(state.head(), entry.second);
    if (tilesets_.size() > kTilesets) tilesets_.pop_back();
    return tilesets_.front().second;
  }
  return nullptr;
}

twin::Result<std::shared_ptr<const BranchTiles>> TileCache::tiles_of(const twin::Snapshot& state) {
  {
    const std::scoped_lock lock(mutex_);
    if (auto found = find_equal(*state)) return found;
  }
  auto made = std::make_shared<BranchTiles>();
  made->state = state;
  if (const twin::Manifest* manifest = state->manifest()) {
    TWIN_TRY(geo::SceneFrame scene, geo::SceneFrame::make(*manifest));
    made->scene = std::make_shared<const geo::SceneFrame>(std::move(scene));
    made->tileset = geo::make_tileset(*state, *made->scene);
  } else {
    made->tileset.json = kEmptyTileset;
    made->tileset.key = twin::sha256(made->tileset.json);
  }
  const std::scoped_lock lock(mutex_);
  if (auto found = find_equal(*state)) return found;
  tilesets_.emplace_front(state->head(), made);
  if (tilesets_.size() > kTilesets) tilesets_.pop_back();
  return std::shared_ptr<const BranchTiles>(made);
}

TileCache::Bytes TileCache::find_bytes(const std::string& uri) {
  const auto found = by_uri_.find(uri);
  if (found == by_uri_.end()) return nullptr;
  recent_.splice(recent_.begin(), recent_, found->second);
  return found->second->second;
}

void TileCache::keep(const std::string& uri, const Bytes& bytes) {
  recent_.emplace_front(uri, bytes);
  by_uri_[uri] = recent_.begin();
  bytes_ += bytes->size();
  ++made_;
  while (bytes_ > limit_bytes_ && recent_.size() > 1) {
    bytes_ -= recent_.back().second->size();
    by_uri_.erase(recent_.back().first);
    recent_.pop_back();
  }
}

twin::Result<std::shared_ptr<const std::string>> TileCache::content(const std::shared_ptr<const BranchTiles>& tiles,
                                                                    const std::string& uri) {
  std::shared_ptr<const BranchTiles> owner = tiles;
  const geo::TileCell* cell = nullptr;
  {
    std::unique_lock lock(mutex_);
    made_one_.wait(lock, [&] { return !in_making_.contains(uri); });
    if (auto bytes = find_bytes(uri)) return bytes;
    cell = tiles->tileset.find(uri);
    for (auto entry = tilesets_.begin(); cell == nullptr && entry != tilesets_.end(); ++entry) {
      cell = entry->second->tileset.find(uri);
      owner = entry->second;
    }
    if (cell == nullptr) {
      return twin::Problem{"not-found", "There is no tile of this name on the branch.", "address", twin::excerpt(uri),
                           "Read tileset.json again."};
    }
    in_making_.insert(uri);
  }
  const auto shapes = [this](const twin::Digest& digest) -> twin::Result<twin::BuildingShape> {
    TWIN_TRY(const twin::Bytes bytes, store_->blob(digest));
    return twin::decode_building_shape(bytes);
  };
  auto made = twin::Result<std::string>(twin::Problem{"busy", "There is not enough memory to make the tile.", uri, "", "Ask again later."});
  try {
    made = geo::make_tile(*owner->state, *cell, *owner->scene, shapes);
  } catch (const std::bad_alloc&) {
    // `made` says so already; those who wait for this tile must hear of it below.
  }
  const std::scoped_lock lock(mutex_);
  in_making_.erase(uri);
  made_one_.notify_all();
  if (!made) return made.problem();
  const auto bytes = std::make_shared<const std::string>(std::move(*made));
  keep(uri, bytes);
  return bytes;
}

std::size_t TileCache::made() const {
  const std::scoped_lock lock(mutex_);
  return made_;
}

}  // namespace server

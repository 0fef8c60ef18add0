#pragma once

#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "geo/tiles/tileset.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// The tileset of one city, shared by every branch state that has the same buildings and other city objects.
struct BranchTiles {
  twin::Snapshot state;
  std::shared_ptr<const geo::SceneFrame> scene;   ///< null: an empty twin
  geo::Tileset tileset;
};

/// Tilesets by branch state, and the bytes of their tiles by address (the address holds the content
/// key: same address, same bytes, on every branch). Thread-safe. A tile that two ask for at once is
/// made once; the least recently used bytes go first.
class TileCache {
 public:
  explicit TileCache(std::shared_ptr<twin::Store> store, std::size_t limit_bytes = std::size_t{256} << 20);

  /// An edit that touched no building and no city object gives the tileset of before, without making it again.
  twin::Result<std::shared_ptr<const BranchTiles>> tiles_of(const twin::Snapshot& state);

  /// Content of a tile of this or of a recent state of any branch. Error `not-found`.
  twin::Result<std::shared_ptr<const std::string>> content(const std::shared_ptr<const BranchTiles>& tiles,
                                                           const std::string& uri);

  std::size_t made() const;  ///< tiles made so far, for tests and metrics

 private:
  using Bytes = std::shared_ptr<const std::string>;
  using Entry = std::pair<std::string, Bytes>;

  std::shared_ptr<const BranchTiles> find_equal(const twin::BranchState& state);
  Bytes find_bytes(const std::string& uri);
  void keep(const std::string& uri, const Bytes& bytes);

  std::shared_ptr<twin::Store> store_;
  std::size_t limit_bytes_;
  mutable std::mutex mutex_;
  std::condition_variable made_one_;
  std::list<std::pair<twin::Digest, std::shared_ptr<const BranchTiles>>> tilesets_;  ///< by head, newest first
  std::list<Entry> recent_;
  std::unordered_map<std::string, std::list<Entry>::iterator> by_uri_;
  std::unordered_set<std::string> in_making_;
  std::size_t bytes_ = 0;
  std::size_t made_ = 0;
};

}  // namespace server

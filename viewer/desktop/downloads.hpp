#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "viewer/client/http_client.hpp"
#include "viewer/desktop/tile_content.hpp"
#include "viewer/desktop/tile_list.hpp"

namespace viewer {

/// What has come over HTTP since the last look; one of them, with what belongs to it.
struct Download {
  std::optional<std::vector<TileEntry>> list;             ///< of tileset.json
  std::shared_ptr<const TileContent> tile;                ///< with `name` its uri
  std::optional<std::string> card;                        ///< body for the building or object `name`
  std::string problem;                                    ///< sentence; `name` the uri that will not come, or ""
  std::string name;
  std::string quality = {};                               ///< with `card`: what the quality report says of it, or ""
};

/// Fetches and reads tiles and building cards in a thread of its own, so that drawing never waits.
class Downloads {
 public:
  Downloads(Address address, std::string branch);
  ~Downloads();

  /// Reads tileset.json again; tiles that came before are not fetched again.
  void want_city(const std::string& tileset_path);
  /// Of one feature of "buildings" or "city-objects". Comes before any tile still waiting.
  void want_card(const std::string& collection, const std::string& id);
  std::vector<Download> take();

  /// Tiles still to come; also true before a wanted tileset.json has been read.
  bool busy() const;
  /// Tiles there and in all, of the last list.
  std::pair<std::size_t, std::size_t> progress() const;

 private:
  struct CardOrder {
    std::string collection, id;
  };
  struct Jobs {
    std::optional<std::string> tileset_path;
    std::deque<CardOrder> cards;
    std::deque<TileEntry> tiles;
  };
  void work();
  void read_list(HttpClient& client, const std::string& path);
  void read_tile_at(HttpClient& client, const TileEntry& entry);
  void read_card(HttpClient& client, const CardOrder& order);
  void give(Download download);

  const Address address_;
  const std::string branch_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Jobs jobs_;
  std::vector<Download> done_;
  std::string folder_;            ///< of tileset.json
  std::set<std::string> have_;    ///< uris read, of the last list
  std::size_t total_ = 0;
  bool working_ = false, stopping_ = false;
  std::thread thread_;
};

/// Percent-encodes everything but unreserved characters (RFC 3986).
std::string encode_path_part(const std::string& text);

}  // namespace viewer

#include "viewer/desktop/downloads.hpp"

#include <algorithm>
#include <utility>

namespace viewer {
namespace {

std::string sentence(const std::string& target, const HttpAnswer& answer) {
  if (answer.status == 0) return target + ": " + answer.error;
  return target + ": the server answered " + std::to_string(answer.status);
}

}  // namespace

std::string encode_path_part(const std::string& text) {
  static const char* const kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return encoded;
}

Downloads::Downloads(Address address, std::string branch)
    : address_(std::move(address)), branch_(std::move(branch)), thread_([this] { work(); }) {}

Downloads::~Downloads() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Downloads::want_city(const std::string& tileset_path) {
  const std::lock_guard lock(mutex_);
  jobs_.tileset_path = tileset_path;
  wake_.notify_all();
}

void Downloads::want_card(const std::string& collection, const std::string& id) {
  const std::lock_guard lock(mutex_);
  jobs_.cards.push_back({collection, id});
  wake_.notify_all();
}

std::vector<Download> Downloads::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(done_, {});
}

bool Downloads::busy() const {
  const std::lock_guard lock(mutex_);
  return working_ || jobs_.tileset_path || !jobs_.tiles.empty() || !jobs_.cards.empty() || !done_.empty();
}

std::pair<std::size_t, std::size_t> Downloads::progress() const {
  const std::lock_guard lock(mutex_);
  return {have_.size(), total_};
}

void Downloads::give(Download download) {
  const std::lock_guard lock(mutex_);
  done_.push_back(std::move(download));
}

void Downloads::work() {
  HttpClient client(address_);
  while (true) {
    std::optional<std::string> path;
    std::optional<CardOrder> card;
    std::optional<TileEntry> tile;
    {
      std::unique_lock lock(mutex_);
      working_ = false;
      wake_.wait(lock, [&] {
        return stopping_ || jobs_.tileset_path || !jobs_.cards.empty() || !jobs_.tiles.empty();
      });
      if (stopping_) return;
      working_ = true;
      if (!jobs_.cards.empty()) {
        card = std::move(jobs_.cards.front());
        jobs_.cards.pop_front();
      } else if (jobs_.tileset_path) {
        path = std::exchange(jobs_.tileset_path, std::nullopt);
      } else {
        tile = std::move(jobs_.tiles.front());
        jobs_.tiles.pop_front();
      }
    }
    if (card) read_card(client, *card);
    if (path) read_list(client, *path);
    if (tile) read_tile_at(client, *tile);
  }
}

void Downloads::read_list(HttpClient& client, const std::string& path) {
  const auto answer = client.get(path);
  if (answer.status != 200) return give({{}, {}, {}, sentence(path, answer), {}});
  auto list = read_tile_list(answer.body);
  if (!list) return give({{}, {}, {}, list.problem, {}});
  // Nearest to the middle of the city first.
  Extent city;
  for (const auto& entry : list.value) city.add(entry.extent);
  const Vector middle = city.centre();
  std::stable_sort(list.value.begin(), list.value.end(), [&](const TileEntry& a, const TileEntry& b) {
    return length(a.extent.centre() - middle) < length(b.extent.centre() - middle);
  });
  const std::lock_guard lock(mutex_);
  folder_ = path.substr(0, path.rfind('/') + 1);
  total_ = list.value.size();
  std::set<std::string> kept;
  jobs_.tiles.clear();
  for (const auto& entry : list.value) {
    if (have_.contains(entry.uri)) {
      kept.insert(entry.uri);
    } else {
      jobs_.tiles.push_back(entry);
    }
  }
  have_ = std::move(kept);
  Download download;
  download.list = std::move(list.value);
  done_.push_back(std::move(download));
}

void Downloads::read_tile_at(HttpClient& client, const TileEntry& entry) {
  const auto target = entry.uri.starts_with('/') ? entry.uri : folder_ + entry.uri;
  const auto answer = client.get(target);
  if (answer.status != 200) return give({{}, {}, {}, sentence(target, answer), entry.uri});
  auto tile = read_tile(answer.body, entry.placement);
  if (!tile) return give({{}, {}, {}, target + ": " + tile.problem, entry.uri});
  const std::lock_guard lock(mutex_);
  have_.insert(entry.uri);
  done_.push_back({{}, std::make_shared<const TileContent>(std::move(tile.value)), {}, {}, entry.uri});
}

void Downloads::read_card(HttpClient& client, const CardOrder& order) {
  const auto target = "/collections/" + order.collection + "/items/" + encode_path_part(order.id) + "?branch=" + encode_path_part(branch_);
  const auto answer = client.get(target);
  Download download;
  download.card = answer.status == 200 ? answer.body : std::string();
  if (order.collection == "buildings") {
    const auto quality = client.get("/branches/" + encode_path_part(branch_) + "/buildings/" + encode_path_part(order.id) + "/quality");
    if (quality.status == 200) download.quality = quality.body;
  }
  download.name = order.id;
  give(std::move(download));
}

}  // namespace viewer

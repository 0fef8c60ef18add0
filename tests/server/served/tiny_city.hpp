#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "server/app/serve.hpp"
#include "viewer/client/http_client.hpp"

namespace server_test {

/// A served twin in a folder of its own, ETRS-GK25 and N2000, drawn by hand:
///
///     y = N - 6 672 000, x = E - 25 500 000     unit AK-1: (0,0)-(40,50), e 1.5, coverage 30 %, IV storeys, ridge 22 m
///     B1: (0,0)-(10,20), 600 k-m2, 1987, III    B2: (20,0)-(30,20), 360 k-m2, 2021      B3: (1000,0)-(1010,20), no register row
///
/// Features are numbered in this order: B1 0, B2 1, B3 2, AK-1 3.
class TinyCity {
 public:
  explicit TinyCity(server::ServeOptions options = {});
  ~TinyCity();

  server::LocalTwin& twin() { return *twin_; }
  std::uint16_t port() const { return served_->port(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
  viewer::Address address() const { return viewer::Address::parse(url()); }
  std::filesystem::path folder() const { return folder_; }
  std::filesystem::path twin_file() const { return folder_ / "city.twin"; }
  void stop() { served_->stop(); }

  /// PATCHes the storey limit of AK-1; the HTTP status. Throws nothing, checks nothing.
  int set_storeys(const std::string& branch, int storeys);
  /// Writes `count` further plan units in one commit, as an import does.
  void add_units(int count);

 private:
  std::filesystem::path folder_;
  std::shared_ptr<server::LocalTwin> twin_;
  std::unique_ptr<server::ServedTwin> served_;
};

/// The same city as writes, for tests that need no server.
std::vector<twin::Write> tiny_city_writes(std::vector<twin::Bytes>& blobs);
twin::PlanUnit unit_ak1(int storeys);

}  // namespace server_test

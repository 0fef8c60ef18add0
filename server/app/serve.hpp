#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "server/app/local_twin.hpp"
#include "server/http/http_server.hpp"

namespace server {

struct ServeOptions {
  HttpOptions http;
  std::filesystem::path twin_file;  ///< "<file>.address" is written beside it while serving, jobs are kept in "<file>.jobs"; empty: nowhere
  std::filesystem::path web_root;   ///< built web client; empty or missing: a page that says how to build it
};

/// A served twin: routes of the OGC APIs, tiles, branches, static web client, and the stream.
class ServedTwin {
 public:
  static twin::Result<std::unique_ptr<ServedTwin>> start(std::shared_ptr<LocalTwin> twin,
                                                         const ServeOptions& options);
  virtual ~ServedTwin() = default;
  virtual std::uint16_t port() const = 0;
  virtual void stop() = 0;
};

}  // namespace server

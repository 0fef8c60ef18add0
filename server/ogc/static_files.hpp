#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "server/http/http_server.hpp"

namespace server {

/// The built web client, read once at the start. Files are looked up in a table by their address, never
/// on disk by a path from a request; their gzip form is prepared once.
class StaticFiles {
 public:
  /// An empty or missing folder gives an empty table. Links that lead out of the folder are not followed.
  explicit StaticFiles(const std::filesystem::path& root);

  bool has_page() const { return files_.contains("/index.html"); }
  /// The file at this address; nullopt: none. "/" is "/index.html".
  std::optional<Response> answer(const Request& request) const;
  /// The page of the web client, or one that says how to build it.
  Response page(const Request& request) const;

 private:
  struct File {
    std::string type, etag;
    std::shared_ptr<const std::string> bytes, gzip;   ///< gzip null where it saves nothing
    bool immutable = false;
  };
  Response respond(const File& file, const Request& request) const;
  std::map<std::string, File> files_;
};

}  // namespace server

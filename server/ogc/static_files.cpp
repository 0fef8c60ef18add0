#include "server/ogc/static_files.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "server/ogc/services.hpp"
#include "twin_core/base/digest.hpp"

namespace server {
namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{64} << 20;

constexpr const char* kNoClient =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Kaksonen</title></head><body>"
    "<h1>The twin is served; its web client is not built</h1>"
    "<p>Build it with <code>./kaksonen demo</code>, or <code>npm ci &amp;&amp; npm run build</code> in <code>viewer/web</code>, "
    "and start the server again.</p>"
    "<p>Everything else works: <a href=\"/?f=json\">landing page</a>, <a href=\"/api\">addresses</a>, "
    "<a href=\"/collections\">features</a>, <a href=\"/branches\">branches</a>.</p></body></html>";

std::string type_of(const std::filesystem::path& file) {
  static const std::map<std::string, std::string> types = {
      {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},         {".svg", "image/svg+xml"},                 {".png", "image/png"},
      {".ico", "image/x-icon"},              {".woff2", "font/woff2"},                  {".wasm", "application/wasm"},
      {".txt", "text/plain; charset=utf-8"}, {".webmanifest", "application/manifest+json"}};
  const auto found = types.find(file.extension().string());
  return found == types.end() ? "application/octet-stream" : found->second;
}

std::shared_ptr<const std::string> gzip(const std::string& bytes) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) != Z_OK) return nullptr;
  auto out = std::make_shared<std::string>(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib's input is not const
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out->data());
  stream.avail_out = static_cast<uInt>(out->size());
  const int ended = deflate(&stream, Z_FINISH);
  out->resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END || out->size() > bytes.size() * 9 / 10) return nullptr;
  return out;
}

/// Scripts and styles from this server only, no frames; data to and from this server only.
std::string policy_for(const Request& request) {
  const std::string host = request.header("host");
  return "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; "
         "connect-src 'self' blob: data:" +
         (host.empty() ? std::string{} : " ws://" + host + " wss://" + host) +
         "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

}  // namespace

StaticFiles::StaticFiles(const std::filesystem::path& root) {
  std::error_code error;
  const auto home = std::filesystem::canonical(root, error);
  if (root.empty() || error) return;
  for (auto entry = std::filesystem::recursive_directory_iterator(home, error);
       !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->is_symlink(error) || !entry->is_regular_file(error) || entry->file_size(error) > kLargestFile) continue;
    std::ifstream in(entry->path(), std::ios::binary);
    auto bytes = std::make_shared<const std::string>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    const std::string address = "/" + entry->path().lexically_relative(home).generic_string();
    File file;
    file.type = type_of(entry->path());
    file.etag = "\"" + twin::sha256(*bytes).hex().substr(0, 32) + "\"";
    file.immutable = address.starts_with("/assets/");  // the build puts a hash into these names
    file.gzip = gzip(*bytes);
    file.bytes = std::move(bytes);
    files_.emplace(address, std::move(file));
  }
}

Response StaticFiles::respond(const File& file, const Request& request) const {
  const bool zipped = file.gzip && request.header("accept-encoding").find("gzip") != std::string::npos;
  Response out;
  out.body = zipped ? file.gzip : file.bytes;
  out.headers = {{"Content-Type", file.type},
                 {"ETag", file.etag},
                 {"Vary", "Accept, Accept-Encoding"},
                 {"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (zipped) out.headers.emplace_back("Content-Encoding", "gzip");
  if (file.type.starts_with("text/html")) {
    out.headers.emplace_back("Content-Security-Policy", policy_for(request));
    out.headers.emplace_back("Referrer-Policy", "no-referrer");
  }
  return is_unchanged(request, file.etag) ? not_modified(std::move(out)) : out;
}

std::optional<Response> StaticFiles::answer(const Request& request) const {
  const auto found = files_.find(request.path == "/" ? "/index.html" : request.path);
  if (found == files_.end()) return std::nullopt;
  return respond(found->second, request);
}

Response StaticFiles::page(const Request& request) const {
  if (auto page = answer(request)) return std::move(*page);
  Response out = Response::text(200, "text/html; charset=utf-8", kNoClient);
  out.headers.emplace_back("Content-Security-Policy", "default-src 'none'");
  return out;
}

}  // namespace server

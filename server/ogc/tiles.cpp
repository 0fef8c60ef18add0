// 3D Tiles of a branch. Content is immutable under its address, which holds the key of its bytes.
#include "server/ogc/services.hpp"

namespace server {
namespace {

using twin::Result;

Result<std::shared_ptr<const BranchTiles>> tiles_of(const Services& services, const Call& call) {
  TWIN_TRY(const twin::Snapshot state, services.twin->store().snapshot(call.at("branch")));
  return services.tiles->tiles_of(state);
}

Result<Response> tileset(const Services& services, const Call& call) {
  TWIN_TRY(const std::shared_ptr<const BranchTiles> tiles, tiles_of(services, call));
  const std::string etag = "\"" + tiles->tileset.key.hex() + "\"";
  Response out;
  // The text lives as long as the tileset: no copy.
  out.body = std::shared_ptr<const std::string>(tiles, &tiles->tileset.json);
  out.headers = {{"Content-Type", "application/json"}, {"ETag", etag}, {"Cache-Control", "no-cache"}};
  return is_unchanged(call.request, etag) ? not_modified(std::move(out)) : std::move(out);
}

Result<Response> content(const Services& services, const Call& call) {
  TWIN_TRY(const std::shared_ptr<const BranchTiles> tiles, tiles_of(services, call));
  TWIN_TRY(const std::shared_ptr<const std::string> bytes, services.tiles->content(tiles, call.at("uri")));
  const std::string etag = "\"" + call.at("uri") + "\"";
  Response out;
  out.body = bytes;
  out.headers = {{"Content-Type", "model/gltf-binary"}, {"ETag", etag}, {"Cache-Control", "public, max-age=31536000, immutable"}};
  return is_unchanged(call.request, etag) ? not_modified(std::move(out)) : std::move(out);
}

}  // namespace

void add_tile_routes(Router& router, const Services& services) {
  router.add({.method = "GET", .pattern = "/branches/{branch}/tiles/tileset.json", .operation = "getTileset",
              .summary = "3D Tiles 1.1 tileset of a branch", .handle = [services](const Call& call) { return tileset(services, call); }});
  router.add({.method = "GET", .pattern = "/branches/{branch}/tiles/{uri}", .operation = "getTile",
              .summary = "Content of one tile, glTF 2.0", .response_type = "model/gltf-binary",
              .handle = [services](const Call& call) { return content(services, call); }});
}

}  // namespace server

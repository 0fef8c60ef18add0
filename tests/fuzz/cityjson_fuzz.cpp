// Any bytes as a CityJSON file or sequence: read, and what was read validated, encoded and written again. None of it may
// crash, hang or balloon; what was read is a whole record, appearance and all.
#include <cstdint>
#include <cstdlib>
#include <istream>
#include <map>
#include <streambuf>
#include <string>

#include "geo/io/cityjson_reader.hpp"
#include "geo/io/cityjson_vocabulary.hpp"
#include "geo/io/cityjson_write_building.hpp"
#include "geo/validate/validate.hpp"
#include "twin_core/city/record.hpp"

namespace {

class View final : public std::streambuf {
 public:
  View(const std::uint8_t* data, std::size_t size) {
    char* begin = const_cast<char*>(reinterpret_cast<const char*>(data));
    setg(begin, begin, begin + size);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  geo::guess_cityjson({reinterpret_cast<const char*>(data), size});
  View view(data, size);
  std::istream in(&view);
  twin::Diagnostics diagnostics;
  geo::CityJsonOptions options;
  std::map<std::string, std::uint64_t> objects;
  options.objects = [&](geo::RawObject&& raw) {
    ++objects[raw.type];
    twin::BuildingShape shape;
    for (auto& part : raw.model.parts) shape.parts.push_back(std::move(part.shape));
    geo::validate_shape(shape, raw.model.id, {}, diagnostics);
  };
  const auto file = geo::read_cityjson_file(in, options, diagnostics);
  if (!file) {
    if (file.problem().code.empty() || file.problem().place.empty()) std::abort();
    return 0;
  }
  if (file->buildings.size() + file->summary.rejected != file->summary.read) std::abort();
  for (const auto& [type, delivered] : objects) {
    const auto counted = file->summary.city_objects.find(type);
    if (counted == file->summary.city_objects.end() || counted->second < delivered) std::abort();
  }
  for (const auto& building : file->buildings) {
    twin::BuildingShape shape;
    for (const auto& part : building.parts) shape.parts.push_back(part.shape);
    shape.appearance = building.appearance;
    shape.attributes = building.parts.front().attributes;
    geo::validate_shape(shape, building.id, {}, diagnostics);
    const auto again = twin::decode_building_shape(twin::encode(shape));
    if (!again || !(*again == shape)) std::abort();
    twin::Building described = building.exported.value_or(twin::Building{});
    described.id = building.id;
    geo::cityjson::ObjectIds ids;
    ids.take(described.id);
    geo::cityjson::WriteTables tables({});
    geo::cityjson::city_objects_of(0, described, shape, ids, tables);
  }
  return 0;
}

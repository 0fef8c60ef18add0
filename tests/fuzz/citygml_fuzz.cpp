// Any bytes as a CityGML file: read, and what was read validated. Neither may crash, hang or balloon.
#include <cstdint>
#include <cstdlib>
#include <istream>
#include <map>
#include <streambuf>
#include <string>

#include "geo/io/citygml_reader.hpp"
#include "geo/validate/validate.hpp"

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
  View view(data, size);
  std::istream in(&view);
  twin::Diagnostics diagnostics;
  geo::CityGmlOptions options;
  std::map<std::string, std::uint64_t> objects;
  options.objects = [&](geo::RawObject&& raw) {
    ++objects[raw.type];
    twin::BuildingShape shape;
    for (auto& part : raw.model.parts) shape.parts.push_back(std::move(part.shape));
    geo::validate_shape(shape, raw.model.id, {}, diagnostics);
  };
  const auto file = geo::read_citygml_file(in, options, diagnostics);
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
    geo::validate_shape(shape, building.id, {}, diagnostics);
  }
  return 0;
}

#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

using record::put;

constexpr std::uint8_t kCityObjectVersion = 1;

}  // namespace

Bytes encode(const CityObject& object) {
  ByteWriter out;
  out.byte(kCityObjectVersion);
  out.text(object.id);
  out.text(object.type);
  out.text(object.name);
  out.text(object.parent);
  put(out, object.bounds.low);
  put(out, object.bounds.high);
  out.digest(object.shape);
  out.text(object.source);
  return std::move(out).bytes();
}

Result<CityObject> decode_city_object(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kCityObjectVersion);
  CityObject object;
  object.id = in.text();
  object.type = in.text();
  object.name = in.text();
  object.parent = in.text();
  object.bounds.low = record::take_position(in);
  object.bounds.high = record::take_position(in);
  object.shape = in.digest();
  object.source = in.text();
  if (!in.finished()) return record::malformed("city object");
  return object;
}

}  // namespace twin

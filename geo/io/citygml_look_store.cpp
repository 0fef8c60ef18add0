#include "geo/io/citygml_look_store.hpp"

#include <sqlite3.h>

#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/base/digest.hpp"

namespace geo {
namespace {

std::int64_t key_of(std::string_view id) {
  const twin::Digest digest = twin::sha256(id);
  std::int64_t out = 0;
  std::memcpy(&out, digest.bytes.data(), sizeof out);
  return out;
}

void put(twin::ByteWriter& out, const std::optional<double>& value) {
  out.flag(value.has_value());
  if (value) out.real(*value);
}
void put(twin::ByteWriter& out, const std::optional<twin::Colour>& value) {
  out.flag(value.has_value());
  if (!value) return;
  for (const double each : *value) out.real(each);
}

void take(twin::ByteReader& in, std::optional<double>& value) {
  if (in.flag()) value = in.real();
}
void take(twin::ByteReader& in, std::optional<twin::Colour>& value) {
  if (!in.flag()) return;
  for (double& each : value.emplace()) each = in.real();
}

twin::Bytes bytes_of(const CityGmlLookStore::Data& data) {
  twin::ByteWriter out(256);
  out.flag(data.is_texture);
  out.flag(data.usable);
  out.text(data.theme);
  const auto& material = data.material;
  out.text(material.name);
  for (const auto* const value : {&material.ambient_intensity, &material.shininess, &material.transparency}) put(out, *value);
  for (const auto* const value : {&material.diffuse, &material.emissive, &material.specular}) put(out, *value);
  out.flag(material.smooth.has_value());
  if (material.smooth) out.flag(*material.smooth);
  const auto& texture = data.texture;
  for (const auto* const text : {&texture.image, &texture.type, &texture.wrap_mode, &texture.texture_type}) out.text(*text);
  out.varint(texture.border_colour.size());
  for (const double each : texture.border_colour) out.real(each);
  return std::move(out).bytes();
}

CityGmlLookStore::Data data_of(twin::ByteView bytes) {
  twin::ByteReader in(bytes);
  CityGmlLookStore::Data out;
  out.is_texture = in.flag();
  out.usable = in.flag();
  out.theme = in.text();
  auto& material = out.material;
  material.name = in.text();
  for (auto* const value : {&material.ambient_intensity, &material.shininess, &material.transparency}) take(in, *value);
  for (auto* const value : {&material.diffuse, &material.emissive, &material.specular}) take(in, *value);
  if (in.flag()) material.smooth = in.flag();
  auto& texture = out.texture;
  for (auto* const text : {&texture.image, &texture.type, &texture.wrap_mode, &texture.texture_type}) *text = in.text();
  const std::size_t numbers = in.count(sizeof(double));
  for (std::size_t i = 0; i < numbers; ++i) texture.border_colour.push_back(in.real());
  return out;
}

twin::ByteView column(sqlite3_stmt* statement, int index) {
  return {static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, index)),
          static_cast<std::size_t>(sqlite3_column_bytes(statement, index))};
}

}  // namespace

void CityGmlLookStore::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }
void CityGmlLookStore::Finish::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

CityGmlLookStore::CityGmlLookStore() {
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2("", &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);  // "": a file without a name
  database_.reset(database);
  if (opened != SQLITE_OK) throw Failure("no temporary file for appearances");
  run("PRAGMA cache_size=-8192");
  run("PRAGMA journal_mode=OFF");
  run("PRAGMA synchronous=OFF");
  run("CREATE TABLE data(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
  run("CREATE TABLE target(key INTEGER NOT NULL, ring INTEGER NOT NULL, number INTEGER NOT NULL, coordinates BLOB)");
  put_data_ = prepare("INSERT OR REPLACE INTO data VALUES(?1, ?2)");
  put_target_ = prepare("INSERT INTO target VALUES(?1, ?2, ?3, ?4)");
  run("BEGIN");
}

CityGmlLookStore::~CityGmlLookStore() = default;

void CityGmlLookStore::run(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw Failure(std::string("appearances cannot be set aside: ") + sqlite3_errmsg(database_.get()));
  }
}

CityGmlLookStore::Statement CityGmlLookStore::prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr) != SQLITE_OK) {
    throw Failure(std::string("appearances cannot be set aside: ") + sqlite3_errmsg(database_.get()));
  }
  return Statement(statement);
}

bool CityGmlLookStore::step(sqlite3_stmt* statement) {
  const int result = sqlite3_step(statement);
  if (result == SQLITE_ROW) return true;
  sqlite3_reset(statement);
  if (result == SQLITE_DONE) return false;
  throw Failure(std::string("appearances cannot be set aside: ") + sqlite3_errmsg(database_.get()));
}

void CityGmlLookStore::add_target(std::uint64_t number, std::string_view id, bool is_ring, std::string_view coordinates) {
  auto* const put = put_target_.get();
  sqlite3_bind_int64(put, 1, key_of(id));
  sqlite3_bind_int(put, 2, is_ring ? 1 : 0);
  sqlite3_bind_int64(put, 3, static_cast<std::int64_t>(number));
  sqlite3_bind_blob64(put, 4, coordinates.data(), coordinates.size(), SQLITE_STATIC);
  step(put);
  ++targets_;
}

void CityGmlLookStore::add(std::uint64_t number, const Data& data) {
  const auto bytes = bytes_of(data);
  sqlite3_bind_int64(put_data_.get(), 1, static_cast<std::int64_t>(number));
  sqlite3_bind_blob64(put_data_.get(), 2, bytes.data(), bytes.size(), SQLITE_STATIC);
  step(put_data_.get());
  for (const auto& target : data.targets) add_target(number, target, false, {});
  for (const auto& [ring, numbers] : data.rings) {
    add_target(number, ring, true, {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double)});
  }
}

void CityGmlLookStore::close() {
  run("CREATE INDEX target_by_key ON target(key, ring, number)");
  run("COMMIT");
  get_data_ = prepare("SELECT bytes FROM data WHERE number=?1");
  get_targets_ = prepare("SELECT number, coordinates FROM target WHERE key=?1 AND ring=?2 ORDER BY number");
}

CityGmlLookStore::Data CityGmlLookStore::load(std::uint64_t number) {
  auto* const get = get_data_.get();
  sqlite3_bind_int64(get, 1, static_cast<std::int64_t>(number));
  Data out;
  if (step(get)) out = data_of(column(get, 0));
  sqlite3_reset(get);
  return out;
}

void CityGmlLookStore::find(std::string_view id, bool is_ring, std::map<std::uint64_t, Data>& out) {
  auto* const get = get_targets_.get();
  sqlite3_bind_int64(get, 1, key_of(id));
  sqlite3_bind_int(get, 2, is_ring ? 1 : 0);
  while (step(get)) {
    const auto number = static_cast<std::uint64_t>(sqlite3_column_int64(get, 0));
    auto known = out.find(number);
    if (known == out.end()) known = out.emplace(number, load(number)).first;
    ++found_;
    if (!is_ring) {
      known->second.targets.emplace_back(id);
      continue;
    }
    const auto bytes = column(get, 1);
    auto& ring = known->second.rings.emplace_back();
    ring.ring = id;
    ring.numbers.resize(bytes.size() / sizeof(double));
    if (!ring.numbers.empty()) std::memcpy(ring.numbers.data(), bytes.data(), ring.numbers.size() * sizeof(double));
  }
}

}  // namespace geo

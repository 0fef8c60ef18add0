#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "geo/io/citygml_appearance.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace geo {

/// Surface data of a whole city model, found by what they lie on. Memory holds a few MiB of them whatever their number;
/// the rest is in a file without a name, which is gone with the object. An id is known by 64 bits of its SHA-256.
///
/// First everything is added, then `close` is called, then it is asked. What the database refuses (a full disk) throws
/// `Failure`.
class CityGmlLookStore {
 public:
  using Data = CityGmlAppearance::SurfaceData;
  struct Failure : std::runtime_error {
    using std::runtime_error::runtime_error;
  };

  CityGmlLookStore();
  ~CityGmlLookStore();
  CityGmlLookStore(const CityGmlLookStore&) = delete;
  CityGmlLookStore& operator=(const CityGmlLookStore&) = delete;

  /// Keeps what the data say, the last time for a number counts, and adds what they lie on.
  void add(std::uint64_t number, const Data& data);
  void close();

  /// Adds to `out` what lies on this geometry (`is_ring`: ring) and nothing else of the same data.
  void find(std::string_view id, bool is_ring, std::map<std::uint64_t, Data>& out);

  std::uint64_t targets() const { return targets_; }  ///< in all
  std::uint64_t found() const { return found_; }      ///< by `find`

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  struct Finish {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finish>;

  void run(const char* sql);
  Statement prepare(const char* sql);
  /// True for a row, false at the end.
  bool step(sqlite3_stmt* statement);
  void add_target(std::uint64_t number, std::string_view id, bool is_ring, std::string_view coordinates);
  Data load(std::uint64_t number);

  std::unique_ptr<sqlite3, Close> database_;
  Statement put_data_, put_target_, get_data_, get_targets_;
  std::uint64_t targets_ = 0, found_ = 0;
};

}  // namespace geo

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/tables/zoning_tables.hpp"
// A header of its own: the one way to the TOML parser in this program (every unit must use the same settings). It
// knows no files, and nothing of geo_io is linked.
#include "twin_core/base/toml.hpp"

namespace sim {

/// Reads the parts of one zoning table, as it holds on one day. Errors of every member: `mapping-invalid`, with the table and
/// the line as place and the key as value.
class TableReading {
 public:
  using Names = std::vector<std::string_view>;

  /// `day`: ISO; "" = the newest edition.
  TableReading(std::string_view table, std::string_view day) : table_(table), day_(day) {}

  /// The edition that holds on the day, its origin filled in; `keys` are those it may have.
  twin::Result<const toml::table*> edition(const toml::table& file, const Names& keys, TableEdition& origin) const;

  /// Each row of an edition, which has no other keys than these.
  twin::Status rows(const toml::table& edition, const Names& keys, const std::function<twin::Status(const toml::table&)>& read) const;

  twin::Status text(const toml::table& table, std::string_view key, std::string& into, bool may_lack = false) const;
  twin::Status texts(const toml::table& table, std::string_view key, std::string_view example, std::vector<std::string>& into,
                     bool may_lack = false) const;
  twin::Status figure(const toml::table& table, std::string_view key, double least, double most, std::optional<double>& into) const;
  twin::Status figure(const toml::table& table, std::string_view key, double least, double most, double& into) const;  ///< may not lack
  twin::Status flag(const toml::table& table, std::string_view key, bool& into) const;                                ///< may lack

  twin::Problem invalid(const toml::source_region& at, std::string_view key, std::string remedy) const;

 private:
  twin::Status only(const toml::table& table, const Names& keys) const;

  std::string_view table_, day_;
};

}  // namespace sim

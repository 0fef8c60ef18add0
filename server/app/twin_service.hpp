#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "sim/run/process.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace server {

struct ImportOrder {
  std::vector<geo::InputFile> files;
  std::string branch = "main", message, author, crs;
  std::string mapping_name, mapping;          ///< TOML text of a register mapping; empty: chosen by columns
  std::optional<std::uint64_t> max_rejects;   ///< above it nothing is committed
  geo::Progress progress;
};

/// `document` is the JSON of the import command; `too_many_rejects` tells exit code 1 from 0.
struct ImportAnswer {
  twin::Json document;
  bool too_many_rejects = false;
};

/// Everything a command can ask of a twin, in the JSON of the command line. A file and a server's
/// address answer alike: LocalTwin owns the file, RemoteTwin asks the server that does.
/// All methods may be called from several threads.
class TwinService {
 public:
  virtual ~TwinService() = default;

  virtual twin::Result<twin::Json> info() = 0;
  virtual twin::Result<ImportAnswer> import_files(const ImportOrder& order) = 0;
  virtual twin::Result<twin::Json> log(const std::string& branch, std::size_t limit,
                                       std::uint64_t before_sequence) = 0;
  virtual twin::Result<twin::Json> verify() = 0;
  virtual twin::Result<twin::Json> branches() = 0;
  virtual twin::Result<twin::Json> create_branch(const std::string& name, const std::string& from,
                                                 const std::string& author, const std::string& message) = 0;
  virtual twin::Result<twin::Json> delete_branch(const std::string& name, const std::string& author) = 0;
  virtual twin::Result<twin::Json> diff(const std::string& a, const std::string& b) = 0;
  virtual twin::Result<twin::Json> undo(const std::string& branch, const std::string& commit_hex,
                                        const std::string& author) = 0;
  /// Bytes of the export file; formats as geo::export_branch.
  virtual twin::Result<std::string> export_branch(const std::string& branch, const std::string& format) = 0;
  virtual twin::Result<twin::Json> run(const std::string& process, const twin::Json& request,
                                       const std::string& branch, sim::Sink& sink) = 0;

  virtual twin::Result<twin::Json> plan_units(const std::string& branch) = 0;
  virtual twin::Result<twin::Json> plan_unit(const std::string& branch, const std::string& id) = 0;
  /// Creates or replaces (`merge` false), or merges members (`merge` true, RFC 7396).
  /// `if_match`: value digest the caller saw, or empty. `lock_s`: hold an edit lock that long.
  virtual twin::Result<twin::Json> write_plan_unit(const std::string& branch, const std::string& id,
                                                   const twin::Json& document, bool merge,
                                                   const std::string& author, const std::string& if_match,
                                                   const std::string& key, double lock_s) = 0;
  virtual twin::Result<twin::Json> delete_plan_unit(const std::string& branch, const std::string& id,
                                                    const std::string& author) = 0;
  virtual twin::Result<twin::Json> lock_plan_unit(const std::string& branch, const std::string& id,
                                                  const std::string& author, double seconds) = 0;
  virtual twin::Result<twin::Json> unlock_plan_unit(const std::string& branch, const std::string& id,
                                                    const std::string& author) = 0;
};

}  // namespace server

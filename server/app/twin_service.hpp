#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "geo/io/export.hpp"
#include "sim/run/process.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace server {

/// Which state of a branch a question is about, as the caller wrote it; empty: as it stands.
struct When {
  std::string as_of;      ///< instant, commit hash or sequence number: as it was recorded then
  std::string valid_at;   ///< instant or date: what holds in the real world then
};

/// A file for other tools.
struct ExportedFile {
  std::string bytes;
  std::vector<twin::Finding> told;  ///< over HTTP the first ones
};

/// When a change holds in the real world, as the caller wrote it: instants or dates; empty: open.
struct Validity {
  std::string from, to;
};

/// What to merge or revert; `take` is "", "ours" or "theirs".
struct MergeRequest {
  std::string branch;   ///< that is written to
  std::string from;     ///< merge: the branch whose changes are taken
  std::string commit;   ///< revert: the commit to take back
  std::string author, message, take;
};

/// Which links to list: "review" (rows that wait for a person), "linked", or "unlinked" (rows and buildings).
struct LinkQuery {
  std::string branch = "main", status = "review";
  std::size_t limit = 100, offset = 0;
  When when;
};

/// What a person says of a building and a register row. The row is named by its id in the twin, or as its source
/// ("register.csv row 7").
struct LinkDecision {
  std::string branch = "main", building, row;
  bool accept = true;
  std::string author, message;
};

/// A quality report. `form` is "html", "json" or "gpkg"; `language` (of the HTML) "fi", "sv" or "en".
struct ReportOrder {
  std::string branch = "main";
  When when;
  std::string form = "html", language = "en";
  bool served = false;     ///< links of the page lead to the server instead of to files beside it
  geo::Progress progress;
};

struct ImportOrder {
  std::vector<geo::InputFile> files;
  std::string branch = "main", message, author, crs;
  std::string mapping_name, mapping;          ///< TOML text of a register mapping; empty: chosen by columns
  std::vector<std::string> layers;            ///< of files with layers: which to read; none: all whose columns fit
  std::string encoding;                       ///< of tables written as text; empty: what they or the mapping tell
  std::optional<std::uint64_t> max_rejects;   ///< above it nothing is committed
  Validity validity;
  bool complete = false;   ///< the files are complete new editions: what their earlier ones had and they lack is removed
  geo::Progress progress;
  geo::ShapeChecks checks;
};

/// `document` is the JSON of the import command; `too_many_rejects` tells exit code 1 from 0.
struct ImportAnswer {
  twin::Json document;
  bool too_many_rejects = false;
};

/// In place of a value digest: there must be no such plan unit yet (If-None-Match: *).
inline constexpr const char* kMustBeNew = "must-be-new";

/// Everything a command can ask of a twin, in the JSON of the command line. A file and a server's
/// address answer alike: LocalTwin owns the file, RemoteTwin asks the server that does.
/// All methods may be called from several threads.
class TwinService {
 public:
  virtual ~TwinService() = default;

  virtual twin::Result<twin::Json> info(const When& when = {}) = 0;
  virtual twin::Result<ImportAnswer> import_files(const ImportOrder& order) = 0;
  virtual twin::Result<twin::Json> log(const std::string& branch, std::size_t limit,
                                       std::uint64_t before_sequence) = 0;
  virtual twin::Result<twin::Json> verify() = 0;
  virtual twin::Result<twin::Json> branches() = 0;
  /// `key`: acts once, see Command::key; empty: always.
  virtual twin::Result<twin::Json> create_branch(const std::string& name, const std::string& from,
                                                 const std::string& author, const std::string& message,
                                                 const std::string& key = {}) = 0;
  virtual twin::Result<twin::Json> delete_branch(const std::string& name, const std::string& author) = 0;
  /// `a` and `b` name a branch, or a state of its past as BRANCH@AS_OF.
  virtual twin::Result<twin::Json> diff(const std::string& a, const std::string& b,
                                        const std::string& valid_at = {}) = 0;
  virtual twin::Result<twin::Json> undo(const std::string& branch, const std::string& commit_hex,
                                        const std::string& author) = 0;
  /// {"commit","sequence","time","merged","changes","conflicts":[{"kind","id","attribute","base","ours","theirs"}]};
  /// "commit" is null when nothing was written: conflicts without `take`, or nothing to do.
  virtual twin::Result<twin::Json> merge(const MergeRequest& request) = 0;
  virtual twin::Result<twin::Json> revert(const MergeRequest& request) = 0;
  /// {"branch","status","counts":{"review","unlinked_rows","unlinked_buildings","linked"},"matched","links":[{"status",
  /// "row":{…}|null,"building","link","score","reason","runner_up":{"building"|"row","score"}|null}]}
  virtual twin::Result<twin::Json> links(const LinkQuery& query) = 0;
  /// {"commit","sequence","time","building","row","link"}: the link that the building has now. Errors: `link-unknown`,
  /// `nothing-to-do`.
  virtual twin::Result<twin::Json> decide_link(const LinkDecision& decision) = 0;
  /// The export file and what it does not carry, as geo::export_branch.
  virtual twin::Result<ExportedFile> export_branch(const std::string& branch, const geo::ExportForm& form,
                                                  const When& when = {}) = 0;
  /// Bytes of the report. Errors: `format-unknown`, `parameter-invalid` (language), `frame-not-placed` (gpkg, local frame).
  virtual twin::Result<std::string> report(const ReportOrder& order) = 0;
  /// What the report says of one building; members as geo/io/README.md. Error `not-found`.
  virtual twin::Result<twin::Json> building_quality(const std::string& branch, const std::string& id, const When& when = {}) = 0;
  virtual twin::Result<twin::Json> run(const std::string& process, const twin::Json& request,
                                       const std::string& branch, sim::Sink& sink, const When& when = {}) = 0;

  /// Time series that came with a model: {"branch","series":[{"id","feature","target","property","observed","unit","count",
  /// "first","last","source"}]}; of one these members and "samples":[{"time","value"}].
  virtual twin::Result<twin::Json> series(const std::string& branch, const When& when = {}) = 0;
  virtual twin::Result<twin::Json> series_samples(const std::string& branch, const std::string& id, const When& when = {}) = 0;
  /// The tables that rules are read from: {"branch","tables":[{"table","name","own","editions":[{"valid_from","source"}],
  /// "text"}]}; "own" is false where the shipped one counts. Writing checks the text; `nullopt` goes back to the shipped
  /// table. Errors: `code-unknown`, `mapping-invalid` (place "parking line 12"), `nothing-to-do`, those of a commit.
  virtual twin::Result<twin::Json> rule_tables(const std::string& branch, const When& when = {}) = 0;
  virtual twin::Result<twin::Json> write_rule_table(const std::string& branch, const std::string& table,
                                                    const std::optional<std::string>& text, const std::string& author) = 0;
  virtual twin::Result<twin::Json> plan_units(const std::string& branch, const When& when = {}) = 0;
  virtual twin::Result<twin::Json> plan_unit(const std::string& branch, const std::string& id,
                                             const When& when = {}) = 0;
  /// Creates or replaces (`merge` false), or merges members (`merge` true, RFC 7396).
  /// `if_match`: value digest the caller saw, kMustBeNew, or empty. `lock_s`: hold an edit lock that long.
  virtual twin::Result<twin::Json> write_plan_unit(const std::string& branch, const std::string& id,
                                                   const twin::Json& document, bool merge,
                                                   const std::string& author, const std::string& if_match,
                                                   const std::string& key, double lock_s,
                                                   const Validity& validity = {}) = 0;
  virtual twin::Result<twin::Json> delete_plan_unit(const std::string& branch, const std::string& id,
                                                    const std::string& author, const std::string& if_match) = 0;
  virtual twin::Result<twin::Json> lock_plan_unit(const std::string& branch, const std::string& id,
                                                  const std::string& author, double seconds) = 0;
  virtual twin::Result<twin::Json> unlock_plan_unit(const std::string& branch, const std::string& id,
                                                    const std::string& author) = 0;
};

}  // namespace server

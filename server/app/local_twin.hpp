#pragma once

#include <filesystem>
#include <memory>

#include "geo/io/report/quality_report.hpp"
#include "server/app/quality_cache.hpp"
#include "server/app/twin_service.hpp"
#include "sim/run/run_memory.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// The service over a store of this process.
class LocalTwin final : public TwinService {
 public:
  explicit LocalTwin(std::shared_ptr<twin::Store> store, std::string twin_name);

  twin::Store& store() { return *store_; }
  const std::string& twin_name() const { return twin_name_; }

  /// The state that a question is about. Errors as Store::snapshot_at, and `time-invalid`.
  twin::Result<twin::Snapshot> state(const std::string& branch, const When& when) const;

  twin::Result<twin::Json> info(const When& when = {}) override;
  twin::Result<ImportAnswer> import_files(const ImportOrder& order) override;
  twin::Result<twin::Json> log(const std::string& branch, std::size_t limit,
                               std::uint64_t before_sequence) override;
  twin::Result<twin::Json> verify() override;
  twin::Result<twin::Json> branches() override;
  twin::Result<twin::Json> create_branch(const std::string& name, const std::string& from,
                                         const std::string& author, const std::string& message,
                                                 const std::string& key = {}) override;
  twin::Result<twin::Json> delete_branch(const std::string& name, const std::string& author) override;
  twin::Result<twin::Json> diff(const std::string& a, const std::string& b, const std::string& valid_at = {}) override;
  twin::Result<twin::Json> undo(const std::string& branch, const std::string& commit_hex,
                                const std::string& author) override;
  twin::Result<twin::Json> merge(const MergeRequest& request) override;
  twin::Result<twin::Json> revert(const MergeRequest& request) override;
  twin::Result<twin::Json> links(const LinkQuery& query) override;
  twin::Result<twin::Json> decide_link(const LinkDecision& decision) override;
  twin::Result<ExportedFile> export_branch(const std::string& branch, const geo::ExportForm& form,
                                          const When& when = {}) override;
  /// The same straight into a file, so that memory need not hold it. `progress` as of an import; `told`: what the format does not carry.
  twin::Status export_to(const std::string& branch, const geo::ExportForm& form, const std::filesystem::path& out,
                         const When& when = {}, const geo::Progress& progress = {}, twin::Diagnostics* told = nullptr);
  twin::Result<std::string> report(const ReportOrder& order) override;
  twin::Result<twin::Json> building_quality(const std::string& branch, const std::string& id, const When& when = {}) override;
  twin::Result<twin::Json> run(const std::string& process, const twin::Json& request,
                               const std::string& branch, sim::Sink& sink, const When& when = {}) override;
  /// The same over a state that the caller holds; other branches that the request names are read as `others` says.
  twin::Result<twin::Json> run_in(const twin::BranchState& city, const std::string& process, const twin::Json& request,
                                  sim::Sink& sink, const When& others = {});
  twin::Result<twin::Json> series(const std::string& branch, const When& when = {}) override;
  twin::Result<twin::Json> series_samples(const std::string& branch, const std::string& id, const When& when = {}) override;
  twin::Result<twin::Json> rule_tables(const std::string& branch, const When& when = {}) override;
  twin::Result<twin::Json> write_rule_table(const std::string& branch, const std::string& table,
                                            const std::optional<std::string>& text, const std::string& author) override;
  twin::Result<twin::Json> plan_units(const std::string& branch, const When& when = {}) override;
  twin::Result<twin::Json> plan_unit(const std::string& branch, const std::string& id, const When& when = {}) override;
  twin::Result<twin::Json> write_plan_unit(const std::string& branch, const std::string& id,
                                           const twin::Json& document, bool merge, const std::string& author,
                                           const std::string& if_match, const std::string& key,
                                           double lock_s, const Validity& validity = {}) override;
  twin::Result<twin::Json> delete_plan_unit(const std::string& branch, const std::string& id,
                                            const std::string& author,
                                            const std::string& if_match) override;
  twin::Result<twin::Json> lock_plan_unit(const std::string& branch, const std::string& id,
                                          const std::string& author, double seconds) override;
  twin::Result<twin::Json> unlock_plan_unit(const std::string& branch, const std::string& id,
                                            const std::string& author) override;

 private:
  /// Error `branch-moved`: the branch changed meanwhile in what the import rests on.
  twin::Result<ImportAnswer> import_once(const ImportOrder& order);
  twin::Result<std::vector<geo::ReadBuilding>> whole_buildings(const twin::BranchState& state) const;

  twin::Result<geo::ReportHeading> report_heading(const twin::BranchState& state, const std::string& branch, const When& when) const;

  std::shared_ptr<twin::Store> store_;
  std::string twin_name_;
  QualityCache quality_;
  sim::RunMemory memory_;
};

}  // namespace server

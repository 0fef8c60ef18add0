#pragma once

#include <mutex>

#include "server/app/twin_service.hpp"
#include "viewer/client/http_client.hpp"

namespace server {

/// The service of a twin that another process serves: each question is a request to its HTTP API.
/// Errors come back as the server's problem documents; no connection is `server-unreachable`.
class RemoteTwin final : public TwinService {
 public:
  static twin::Result<std::unique_ptr<RemoteTwin>> connect(const std::string& address);
  explicit RemoteTwin(viewer::Address address);

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
  twin::Result<std::string> report(const ReportOrder& order) override;
  twin::Result<twin::Json> building_quality(const std::string& branch, const std::string& id, const When& when = {}) override;
  twin::Result<twin::Json> run(const std::string& process, const twin::Json& request,
                               const std::string& branch, sim::Sink& sink, const When& when = {}) override;
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

  /// Bytes of any resource (tiles), or its problem document as an error.
  twin::Result<std::string> fetch(const std::string& method, const std::string& target,
                                  const std::string& body = {},
                                  std::vector<std::pair<std::string, std::string>> headers = {});

 private:
  twin::Result<twin::Json> ask(const std::string& method, const std::string& target,
                               const std::string& body = {},
                               std::vector<std::pair<std::string, std::string>> headers = {});

  twin::Result<twin::Json> ask_merge(const std::string& target, const twin::Json& body, const std::string& author);
  viewer::HttpAnswer send(const std::string& method, const std::string& target, const std::string& body,
                          const std::vector<std::pair<std::string, std::string>>& headers);

  std::mutex mutex_;
  viewer::HttpClient client_;
};

/// Percent-encodes one path segment or query value.
std::string percent_encode(std::string_view text);

}  // namespace server

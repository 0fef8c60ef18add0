#include "server/app/serve.hpp"

#include <unistd.h>

#include <fstream>

#include "server/ogc/services.hpp"
#include "twin_core/city/record.hpp"

namespace server {
namespace {

/// Tells commands on this machine where the server of a busy file is: "http://127.0.0.1:8080 4711".
/// Gone with the object; one left behind by a killed server is harmless, since it is read only when the
/// file is busy.
class AddressFile {
 public:
  AddressFile(const std::filesystem::path& twin_file, const std::string& host, std::uint16_t port) {
    if (twin_file.empty()) return;
    path_ = twin_file;
    path_ += ".address";
    std::filesystem::path draft = path_;
    draft += ".new";
    const bool any = host == "0.0.0.0" || host == "::";
    const std::string name = any ? "127.0.0.1" : host.find(':') == std::string::npos ? host : "[" + host + "]";
    std::ofstream(draft) << "http://" << name << ":" << port << " " << ::getpid() << "\n";
    std::error_code ignored;
    std::filesystem::rename(draft, path_, ignored);
  }
  ~AddressFile() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
  }
  AddressFile(const AddressFile&) = delete;
  AddressFile& operator=(const AddressFile&) = delete;

 private:
  std::filesystem::path path_;
};

JobSources job_sources(const std::shared_ptr<LocalTwin>& twin) {
  return {[twin](const std::string& branch, const When& when) { return twin->state(branch, when); },
          [twin](const std::string& process, const twin::Json& request, const twin::BranchState& city, sim::Sink& sink) {
            return twin->run_in(city, process, request, sink);
          }};
}

JobQueue::Options job_options(const ServeOptions& options) {
  JobQueue::Options out;
  if (!options.twin_file.empty()) {
    out.folder = options.twin_file;
    out.folder += ".jobs";
  }
  return out;
}

class Served final : public ServedTwin {
 public:
  ~Served() override { stop(); }

  twin::Status open(std::shared_ptr<LocalTwin> twin, const ServeOptions& options) {
    // The twin owns the store; this shares it without owning it twice.
    const std::shared_ptr<twin::Store> store(twin, &twin->store());
    services_.twin = twin;
    services_.tiles = std::make_shared<TileCache>(store);
    services_.capacities = std::make_shared<CapacityCache>();
    services_.features = std::make_shared<FeatureCatalogue>([store](const twin::Digest& digest) -> twin::Result<twin::BuildingShape> {
      TWIN_TRY(const twin::Bytes bytes, store->blob(digest));
      return twin::decode_building_shape(bytes);
    });
    services_.files = std::make_shared<const StaticFiles>(options.web_root);
    services_.hub = std::make_shared<StreamHub>(
        ChannelSources{store, services_.tiles, services_.capacities, twin->twin_name()}, options.http.outbox_limit / 2);
    services_.jobs = std::make_shared<JobQueue>(job_sources(twin), job_options(options));
    add_feature_routes(router_, services_);
    add_process_routes(router_, services_);
    add_job_routes(router_, services_);
    add_branch_routes(router_, services_);
    add_plan_unit_routes(router_, services_);
    add_link_routes(router_, services_);
    add_tile_routes(router_, services_);
    add_series_routes(router_, services_);
    add_table_routes(router_, services_);
    add_transfer_routes(router_, services_);
    add_report_routes(router_, services_);
    add_health_routes(router_, services_);
    add_landing_routes(router_, services_);
    router_.set_fallback([files = services_.files](const Request& request) { return files->answer(request); });
    TWIN_TRY(http_, HttpServer::start(options.http, [this](const Request& request) { return router_.handle(request); },
                                      services_.hub));
    address_ = std::make_unique<AddressFile>(options.twin_file, options.http.address, http_->port());
    return twin::Done{};
  }

  std::uint16_t port() const override { return http_->port(); }

  void stop() override {
    address_.reset();
    if (http_) http_->stop();
    if (services_.hub) services_.hub->stop();
    if (services_.jobs) services_.jobs->stop();
  }

 private:
  Services services_;
  Router router_;
  std::unique_ptr<HttpServer> http_;
  std::unique_ptr<AddressFile> address_;
};

}  // namespace

twin::Result<std::unique_ptr<ServedTwin>> ServedTwin::start(std::shared_ptr<LocalTwin> twin, const ServeOptions& options) {
  auto served = std::make_unique<Served>();
  TWIN_CHECK(served->open(std::move(twin), options));
  return std::unique_ptr<ServedTwin>(std::move(served));
}

}  // namespace server

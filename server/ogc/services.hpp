#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/app/local_twin.hpp"
#include "server/jobs/job_queue.hpp"
#include "server/ogc/feature_catalogue.hpp"
#include "server/ogc/router.hpp"
#include "server/ogc/static_files.hpp"
#include "server/ogc/tile_cache.hpp"
#include "server/stream/capacity_cache.hpp"
#include "server/stream/stream_hub.hpp"

namespace server {

/// What the routes answer from.
struct Services {
  std::shared_ptr<LocalTwin> twin;
  std::shared_ptr<TileCache> tiles;
  std::shared_ptr<CapacityCache> capacities;
  std::shared_ptr<FeatureCatalogue> features;
  std::shared_ptr<StreamHub> hub;
  std::shared_ptr<JobQueue> jobs;
  std::shared_ptr<const StaticFiles> files;
};

// Each adds the routes of one file of the same name.
void add_landing_routes(Router& router, const Services& services);    // after all others: /api lists them
void add_feature_routes(Router& router, const Services& services);
void add_process_routes(Router& router, const Services& services);
void add_job_routes(Router& router, const Services& services);
void add_branch_routes(Router& router, const Services& services);
void add_link_routes(Router& router, const Services& services);
void add_plan_unit_routes(Router& router, const Services& services);
void add_tile_routes(Router& router, const Services& services);
void add_series_routes(Router& router, const Services& services);
void add_table_routes(Router& router, const Services& services);
void add_transfer_routes(Router& router, const Services& services);
void add_report_routes(Router& router, const Services& services);
void add_health_routes(Router& router, const Services& services);

// Parameters that many routes take.
Parameter branch_parameter();   ///< "branch"
Parameter format_parameter();   ///< "f": json or html
Parameter as_of_parameter();    ///< "as-of": record time
Parameter valid_at_parameter(); ///< "valid-at": time in the real world
When when_of(const Call& call); ///< what these two ask for

/// Members of a JSON body that a route knows; another one is `member-unknown`.
twin::Status check_members(const twin::Json& body, const std::vector<std::string>& known);

/// {"jobID","status","progress",…}: a job as OGC API Processes tells it, `statusInfo.yaml`.
twin::Json job_status_json(const JobState& state, const std::string& base);

/// "http://host" as the caller named this server.
std::string base_of(const Request& request);
twin::Json link_to(const std::string& href, const std::string& rel, const std::string& type, const std::string& title = {});

/// `f=html`, or `Accept: text/html` without `f=json`.
bool wants_html(const Call& call);
/// JSON, or a plain page of it for those who want HTML.
Response document_response(const Call& call, const twin::Json& document, const std::string& title,
                           const std::string& type = "application/json");

/// True when If-None-Match names the ETag (in quotes) or "*".
bool is_unchanged(const Request& request, const std::string& etag);
/// 304 with the headers that a 200 would have.
Response not_modified(Response full);

}  // namespace server

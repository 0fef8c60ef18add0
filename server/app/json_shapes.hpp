#pragma once

#include "geo/io/city_batch.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/city/plan_unit.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// {"commit","sequence","time"} and, when the idempotency key had acted before, "replayed": true.
twin::Json receipt_to_json(const twin::Receipt& receipt);
/// One element of `log`'s entries.
twin::Json log_entry_to_json(const twin::LogEntry& entry);
/// {"code","severity","id","lod","place","value","remedy"}
twin::Json finding_to_json(const twin::Finding& finding);
/// The other way, of what the former wrote; what is missing is "".
twin::Finding finding_from_json(const twin::Json& json);
/// {"file","format","read","accepted","repaired","rejected","findings"}
/// `{"whole","commits","values","features","findings"}`.
twin::Json verification_to_json(const twin::Store::Verification& found);

twin::Json file_report_to_json(const geo::FileReport& report);
/// Of such a report "Building 160, Road 143", where a city model has more than buildings; else "".
std::string class_list(const twin::Json& file);
/// {"code","title","status","message","place","value","remedy"}: what --json prints for a failure.
twin::Json problem_to_json(const twin::Problem& problem);
/// Every KPI of zoning-capacity in a and b with its difference, null where it cannot be computed.
twin::Json kpi_difference(const twin::PlanUnit* a, const twin::PlanUnit* b);

}  // namespace server

#include "geo/io/long_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "twin_core/base/text.hpp"
#include "twin_core/city/entity_id.hpp"
#include "twin_core/city/kept_row.hpp"

namespace geo {
namespace {

void reject_one(twin::Tally& tally) {
  auto& taken = tally.accepted > 0 ? tally.accepted : tally.repaired;
  if (taken == 0) return;
  --taken;
  ++tally.rejected;
}

class LongIds {
 public:
  explicit LongIds(FileReport& report) : report_(report) {}

  /// True for an id that is too long; the record is then told and counted as rejected.
  bool reject(const std::string& id, const std::string& type, const std::string& place = {}) {
    if (id.size() <= twin::kLongestEntityId) return false;
    const std::string where = place.empty() ? report_.name : report_.name + " " + place;
    report_.diagnostics.add({"name-invalid", twin::Severity::kError, twin::excerpt(id), "", where, fmt::format("an id of {} bytes", id.size()),
                             fmt::format("Give the record an id of at most {} bytes; it was left out.", twin::kLongestEntityId)});
    reject_one(report_.diagnostics.tally);
    if (const auto of_class = report_.classes.find(type); of_class != report_.classes.end()) reject_one(of_class->second);
    return true;
  }

  template <class Record, class IdOf>
  void reject_in(std::vector<Record>& records, const char* type, IdOf id_of) {
    std::erase_if(records, [&](const Record& record) { return reject(id_of(record), type); });
  }

 private:
  FileReport& report_;
};

}  // namespace

void reject_long_ids(IngestedFile& file) {
  LongIds ids(file.report);
  const auto building_id = [](const ReadBuilding& read) -> const std::string& { return read.building.id; };
  const auto own_id = [](const auto& record) -> const std::string& { return record.id; };
  ids.reject_in(file.buildings, "Building", building_id);
  ids.reject_in(file.past, "Building", building_id);
  std::erase_if(file.objects, [&](const ReadObject& read) { return ids.reject(read.object.id, read.object.type.str()); });
  for (auto& read : file.buildings) {
    std::erase_if(read.series, [&](const ReadSeries& one) {
      if (one.series.id.size() <= twin::kLongestEntityId) return false;
      file.report.diagnostics.add({"name-invalid", twin::Severity::kWarning, read.building.id, "", file.report.name, twin::excerpt(one.series.id),
                                   "The time series is left out: give it a shorter id."});
      return true;
    });
  }
  std::erase_if(file.rows, [&](const RegisterRow& row) { return ids.reject(twin::row_id_of(row.card, row.model_id), "", row.place); });
  ids.reject_in(file.plan_units, "", own_id);
  ids.reject_in(file.streets, "", own_id);
  ids.reject_in(file.population_areas, "", own_id);
}

}  // namespace geo

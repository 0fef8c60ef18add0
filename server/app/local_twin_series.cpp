// Time series of a LocalTwin: the list, and the samples of one.
#include "server/app/local_twin.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/record.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

Json series_json(const twin::TimeSeries& series) {
  return {{"id", series.id},
          {"feature", series.feature},
          {"target", series.target},
          {"property", series.property},
          {"observed", series.observed.empty() ? Json(nullptr) : Json(series.observed.str())},
          {"unit", series.unit.empty() ? Json(nullptr) : Json(series.unit.str())},
          {"count", series.count},
          {"first", twin::to_rfc3339(series.first)},
          {"last", twin::to_rfc3339(series.last)},
          {"source", series.source.str()}};
}

}  // namespace

Result<Json> LocalTwin::series(const std::string& branch, const When& when) {
  TWIN_TRY(const twin::Snapshot city, state(branch, when));
  Json list = Json::array();
  city->for_each<twin::TimeSeries>([&](twin::FeatureNumber, const twin::TimeSeries& one) { list.push_back(series_json(one)); });
  return Json{{"branch", branch}, {"series", std::move(list)}};
}

Result<Json> LocalTwin::series_samples(const std::string& branch, const std::string& id, const When& when) {
  TWIN_TRY(const twin::Snapshot city, state(branch, when));
  const auto number = store_->feature_number({twin::EntityKind::kTimeSeries, id});
  const twin::TimeSeries* found = number ? city->get<twin::TimeSeries>(*number) : nullptr;
  if (found == nullptr) {
    return Problem{"not-found", "There is no time series of this id on the branch.", branch, twin::excerpt(id),
                   "List them with: kaksonen series --twin TWIN"};
  }
  TWIN_TRY(const twin::Bytes bytes, store_->blob(found->samples));
  TWIN_TRY(const twin::SeriesSamples samples, twin::decode_series_samples(bytes));
  Json out = series_json(*found);
  Json list = Json::array();
  for (std::size_t i = 0; i < samples.times.size(); ++i) {
    list.push_back({{"time", twin::to_rfc3339(samples.times[i])},
                    {"value", samples.texts.empty() ? Json(samples.numbers[i]) : Json(samples.texts[i])}});
  }
  out["samples"] = std::move(list);
  return out;
}

}  // namespace server

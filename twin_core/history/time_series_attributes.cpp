#include "twin_core/base/instant.hpp"
#include "twin_core/history/attribute_table.hpp"

namespace twin {
namespace {

template <auto Member>
constexpr Field<TimeSeries> series_field(const char* name) {
  return member_field<Member, TimeSeries>(name);
}

constexpr Field<TimeSeries> kSeriesFields[] = {
    {"samples",
     [](const TimeSeries& series) {
       return Json{{"count", series.count}, {"first", to_rfc3339(series.first)}, {"last", to_rfc3339(series.last)},
                   {"samples_digest", series.samples.hex()}};
     },
     [](const TimeSeries& from, TimeSeries& to) {
       to.count = from.count;
       to.first = from.first;
       to.last = from.last;
       to.samples = from.samples;
     }},
    series_field<&TimeSeries::feature>("feature"),
    series_field<&TimeSeries::target>("target"),
    series_field<&TimeSeries::property>("property"),
    series_field<&TimeSeries::observed>("observed"),
    series_field<&TimeSeries::unit>("unit"),
    series_field<&TimeSeries::source>("source"),
};

}  // namespace

Attributes attributes_of(const TimeSeries& series) { return read_fields(kSeriesFields, series); }

void copy_attribute(const std::string& name, const TimeSeries& from, TimeSeries& to) {
  copy_field(kSeriesFields, name, from, to);
}

}  // namespace twin

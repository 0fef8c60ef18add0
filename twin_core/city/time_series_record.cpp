#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

constexpr std::uint8_t kSeriesVersion = 1;
constexpr std::uint8_t kSamplesVersion = 1;

void put(ByteWriter& out, Instant instant) { out.whole(instant.time_since_epoch().count()); }

Instant take_instant(ByteReader& in) { return Instant{Instant::duration{in.whole()}}; }

}  // namespace

Bytes encode(const TimeSeries& series) {
  ByteWriter out;
  out.byte(kSeriesVersion);
  out.text(series.id);
  out.text(series.feature);
  out.text(series.target);
  out.text(series.property);
  out.text(series.observed);
  out.text(series.unit);
  out.varint(series.count);
  put(out, series.first);
  put(out, series.last);
  out.digest(series.samples);
  out.text(series.source);
  return std::move(out).bytes();
}

Result<TimeSeries> decode_time_series(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kSeriesVersion);
  TimeSeries series;
  series.id = in.text();
  series.feature = in.text();
  series.target = in.text();
  series.property = in.text();
  series.observed = in.text();
  series.unit = in.text();
  series.count = in.varint();
  series.first = take_instant(in);
  series.last = take_instant(in);
  series.samples = in.digest();
  series.source = in.text();
  if (!in.finished()) return record::malformed("time series");
  return series;
}

/// Steps between times are small and mostly alike; they are written instead of the times.
Bytes encode(const SeriesSamples& samples) {
  ByteWriter out;
  out.byte(kSamplesVersion);
  out.flag(!samples.texts.empty());
  out.varint(samples.times.size());
  Instant before{};
  for (std::size_t i = 0; i < samples.times.size(); ++i) {
    out.whole((samples.times[i] - before).count());
    before = samples.times[i];
    if (samples.texts.empty()) {
      out.real(samples.numbers[i]);
    } else {
      out.text(samples.texts[i]);
    }
  }
  return std::move(out).bytes();
}

Result<SeriesSamples> decode_series_samples(ByteView bytes) {
  constexpr std::size_t kLeast = 2;  // a step and an empty text
  ByteReader in(bytes);
  record::take_version(in, kSamplesVersion);
  const bool texts = in.flag();
  const std::size_t count = in.count(kLeast);
  if (texts && count == 0) in.fail();
  SeriesSamples out;
  std::int64_t at = 0;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const std::int64_t step = in.whole();
    if (__builtin_add_overflow(at, step, &at) || (i > 0 && step <= 0)) in.fail();
    out.times.push_back(Instant{Instant::duration{at}});
    if (texts) {
      out.texts.push_back(in.text());
    } else {
      out.numbers.push_back(in.real());
    }
  }
  if (!in.finished()) return record::malformed("samples of a time series");
  return out;
}

}  // namespace twin

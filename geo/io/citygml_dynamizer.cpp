#include "geo/io/citygml_dynamizer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "geo/io/gml_time.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Instant;

constexpr std::size_t kMaxSamples = 1'000'000;
constexpr std::size_t kMaxText = 64 << 10;
constexpr auto kNotRead = std::to_array<std::string_view>({"StandardFileTimeseries", "TabulatedFileTimeseries", "SensorConnection",
                                                           "geometryValue", "implicitGeometryValue", "appearanceValue"});

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos ? std::string_view{} : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// As XML Schema writes numbers and truth; nothing for what is not finite.
std::optional<double> number_of(std::string_view text) {
  if (text == "true") return 1;
  if (text == "false") return 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// An xs:duration of days and smaller units: "P1DT2H30M". Months and years have no length of their own.
std::optional<Instant::duration> duration_of(std::string_view text) {
  if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
  text.remove_prefix(1);
  double seconds = 0;
  bool clock = false;
  while (!text.empty()) {
    if (text.front() == 'T' && !clock) {
      clock = true;
      text.remove_prefix(1);
      continue;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || end == text.data() + text.size() || !(value >= 0 && value < 1e9)) return std::nullopt;
    const char unit = *end;
    const double length = !clock && unit == 'D' ? 86'400 : clock && unit == 'H' ? 3'600 : clock && unit == 'M' ? 60 : clock && unit == 'S' ? 1 : 0;
    if (length == 0) return std::nullopt;
    seconds += value * length;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  }
  if (seconds > 1e11) return std::nullopt;
  return Instant::duration{static_cast<std::int64_t>(std::llround(seconds * 1e6))};
}

/// What stands in quotes after `key` in `text`; the last one where there are several.
std::string quoted_after(std::string_view text, std::string_view key) {
  for (auto at = text.rfind(key); at != std::string_view::npos; at = at == 0 ? at : text.rfind(key, at - 1)) {
    auto rest = text.substr(at + key.size());
    const auto begin = rest.find_first_not_of(" =");
    if (begin != std::string_view::npos && (rest[begin] == '\'' || rest[begin] == '"') &&
        rest.substr(0, begin).find('=') != std::string_view::npos) {
      const auto end = rest.find(rest[begin], begin + 1);
      if (end != std::string_view::npos) return std::string(rest.substr(begin + 1, end - begin - 1));
    }
    if (at == 0) break;
  }
  return {};
}

/// The last name of a path that is no `value`, without prefix and conditions.
std::string last_step(std::string_view path) {
  std::size_t depth = 0;
  std::string plain;  // without what stands in brackets
  for (const char c : path) {
    if (c == '[') ++depth;
    if (depth == 0) plain += c;
    if (c == ']' && depth > 0) --depth;
  }
  std::string_view rest = plain;
  while (!rest.empty()) {
    const auto slash = rest.rfind('/');
    std::string_view step = slash == std::string_view::npos ? rest : rest.substr(slash + 1);
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(0, slash);
    step = trimmed(step.substr(step.rfind(':') == std::string_view::npos ? 0 : step.rfind(':') + 1));
    if (!step.empty() && step != "value" && step != "text()") return std::string(step);
  }
  return std::string(trimmed(path));
}

/// In order of time; of two samples of one time the later one.
template <class Value>
void put_in_order(std::vector<Instant>& times, std::vector<Value>& values) {
  std::vector<std::size_t> order(times.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return times[a] < times[b]; });
  std::vector<Instant> in_order;
  std::vector<Value> of_them;
  for (const auto i : order) {
    if (!in_order.empty() && in_order.back() == times[i]) {
      of_them.back() = std::move(values[i]);
      continue;
    }
    in_order.push_back(times[i]);
    of_them.push_back(std::move(values[i]));
  }
  times = std::move(in_order);
  values = std::move(of_them);
}

}  // namespace

AttributeReference read_attribute_reference(std::string_view text) {
  AttributeReference out;
  text = trimmed(text);
  out.target = quoted_after(text, "@gml:id");
  if (out.target.empty() && text.starts_with('#')) out.target = std::string(text.substr(1, text.find('/') - 1));
  out.property = quoted_after(text, "name");
  if (out.property.empty()) out.property = last_step(text);
  return out;
}

void DynamizerReader::begin(std::string around) {
  around_ = std::move(around);
  open_.clear();
  skipping_ = 0;
}

void DynamizerReader::fault(std::string code, std::string value, std::string remedy, bool spoils) {
  spoilt_ |= spoils;
  if (std::exchange(told_, true)) return;
  faults_.push_back({std::move(code), series_.id, std::move(value), std::move(remedy), series_.line, spoils});
}

void DynamizerReader::start_element(bool of_module, std::string_view local, std::string_view id, std::uint64_t line) {
  if (skipping_ > 0) {
    ++skipping_;
    return;
  }
  const bool not_read = std::find(kNotRead.begin(), kNotRead.end(), local) != kNotRead.end();
  if (!of_module || not_read || open_.empty() != (local == "Dynamizer")) {
    if (of_module && not_read) {
      ++passed_over_[std::string(local)];
      told_ = true;
    }
    skipping_ = 1;
    return;
  }
  if (local == "Dynamizer") {
    series_ = {};
    series_.id = id;
    series_.line = line;
    series_.target = around_;
    pieces_.clear();
    samples_ = 0;
    spoilt_ = told_ = false;
  } else if (local == "GenericTimeseries" || local == "CompositeTimeseries") {
    pieces_.emplace_back().composite = local == "CompositeTimeseries";
  } else if (local == "TimeValuePair") {
    sample_ = {};
  } else if (local == "TimeseriesComponent" && !pieces_.empty()) {
    pieces_.back().repetitions = 1;
    pieces_.back().gap = {};
    pieces_.back().component = {};
  }
  open_.emplace_back(local);
  text_.clear();
}

void DynamizerReader::text(std::string_view piece) {
  if (skipping_ > 0) return;
  if (text_.size() + piece.size() <= kMaxText) {
    text_.append(piece);
  } else {
    fault("object-too-large", fmt::format("{} bytes in a value", kMaxText), "Check how the file was written.");
  }
}

void DynamizerReader::end_element() {
  if (skipping_ > 0) {
    --skipping_;
    return;
  }
  const std::string local = std::move(open_.back());
  open_.pop_back();
  std::string value(trimmed(text_));
  text_.clear();
  if (local == "Dynamizer") return end_dynamizer();
  if (pieces_.empty()) {
    if (local == "attributeRef") {
      auto reference = read_attribute_reference(value);
      if (!reference.target.empty()) series_.target = std::move(reference.target);
      series_.property = std::move(reference.property);
    }
    return;
  }
  if (local == "TimeValuePair") return add_sample();
  if (local == "TimeseriesComponent") return end_component();
  if (local == "GenericTimeseries" || local == "CompositeTimeseries") return end_piece();
  take_text(local, std::move(value));
}

void DynamizerReader::take_text(const std::string& local, std::string value) {
  Piece& piece = pieces_.back();
  if (local == "firstTimestamp") piece.first = std::move(value);
  else if (local == "lastTimestamp") piece.last = std::move(value);
  else if (local == "observationProperty") piece.observed = std::move(value);
  else if (local == "uom") piece.unit = std::move(value);
  else if (local == "timestamp") sample_.time = std::move(value);
  else if (local == "intValue" || local == "doubleValue" || local == "boolValue") sample_.value = std::move(value);
  else if (local == "stringValue" || local == "uriValue") sample_ = {std::move(sample_.time), std::move(value), true};
  else if (local == "repetitions") {
    const auto count = number_of(value);
    if (!count || *count < 1 || *count > kMaxSamples || *count != std::floor(*count)) {
      return fault("series-invalid", value, "The repetitions of a component are a count from 1.");
    }
    piece.repetitions = static_cast<std::uint64_t>(*count);
  } else if (local == "additionalGap") {
    const auto gap = duration_of(value);
    if (!gap) return fault("series-invalid", value, "Write the gap in days, hours, minutes and seconds: P1DT12H.");
    piece.gap = *gap;
  }
}

void DynamizerReader::add_sample() {
  if (sample_.time.empty() || sample_.value.empty()) return;  // an absent value is no value; others were counted
  if (++samples_ > kMaxSamples) {
    return fault("object-too-large", fmt::format("{} samples", kMaxSamples), "Split the series.");
  }
  pieces_.back().samples.push_back(std::move(sample_));
}

twin::SeriesSamples DynamizerReader::samples_of(const Piece& piece) {
  twin::SeriesSamples out;
  const bool texts = std::any_of(piece.samples.begin(), piece.samples.end(), [](const Sample& one) { return one.text; });
  for (const auto& sample : piece.samples) {
    const auto time = read_gml_time(sample.time);
    const auto number = texts ? std::optional(0.0) : number_of(sample.value);
    if (!time || !number) {
      fault("series-invalid", time ? sample.value : sample.time,
            time ? "A value of the series is no number; such samples were left out."
                 : "A time of the series cannot be read; such samples were left out.",
            false);
      continue;
    }
    out.times.push_back(*time);
    if (texts) out.texts.push_back(sample.value);
    else out.numbers.push_back(*number);
  }
  texts ? put_in_order(out.times, out.texts) : put_in_order(out.times, out.numbers);
  return out;
}

void DynamizerReader::end_piece() {
  Piece piece = std::move(pieces_.back());
  pieces_.pop_back();
  twin::SeriesSamples whole = piece.composite ? std::move(piece.whole) : samples_of(piece);
  if (series_.observed.empty()) series_.observed = piece.observed;
  if (series_.unit.empty()) series_.unit = piece.unit;
  if (pieces_.empty()) {
    series_.samples = std::move(whole);
    return;
  }
  Piece& parent = pieces_.back();
  if (!piece.observed.empty() && piece.observed != series_.observed) {
    fault("series-invalid", piece.observed, "The components of a composite observe one property.");
  }
  if (!piece.unit.empty() && piece.unit != series_.unit) {
    fault("series-invalid", piece.unit, "The components of a composite have one unit.");
  }
  parent.component = std::move(whole);
  if (parent.component.times.empty()) return;
  const auto first = read_gml_time(piece.first), last = read_gml_time(piece.last);
  parent.begin = first ? *first : parent.component.times.front();
  parent.end = piece.composite && piece.next ? *piece.next : last ? *last : parent.component.times.back();
}

void DynamizerReader::end_component() {
  Piece& whole = pieces_.back();
  const auto& [times, numbers, texts] = whole.component;
  if (times.empty() || spoilt_) return;
  const auto length = whole.end - whole.begin;
  const bool other_kind = !whole.whole.times.empty() && whole.whole.texts.empty() != texts.empty();
  if (other_kind || length < Instant::duration{0} || (whole.repetitions > 1 && length == Instant::duration{0}) ||
      times.front() < whole.begin || times.back() > whole.end) {
    return fault("series-invalid", fmt::format("{} to {}", twin::to_rfc3339(whole.begin), twin::to_rfc3339(whole.end)),
                 "A component's firstTimestamp and lastTimestamp enclose its samples, which are numbers or texts throughout.");
  }
  constexpr double kLongest = 1e17;  // microseconds; 3,170 years
  samples_ += times.size() * (whole.repetitions - 1);
  if (samples_ > kMaxSamples || static_cast<double>(length.count()) * static_cast<double>(whole.repetitions) > kLongest) {
    return fault("object-too-large", fmt::format("{} samples", kMaxSamples), "Repeat the component less often.");
  }
  Instant begin = whole.next.value_or(whole.begin);
  auto& out = whole.whole;
  for (std::uint64_t k = 0; k < whole.repetitions; ++k, begin += length) {
    for (std::size_t i = 0; i < times.size(); ++i) {
      const Instant at = begin + (times[i] - whole.begin);
      if (!out.times.empty() && at <= out.times.back()) {  // the seam: what begins counts, not what ended there
        out.times.pop_back();
        texts.empty() ? out.numbers.pop_back() : out.texts.pop_back();
      }
      out.times.push_back(at);
      if (texts.empty()) out.numbers.push_back(numbers[i]);
      else out.texts.push_back(texts[i]);
    }
  }
  whole.next = begin + whole.gap;
}

void DynamizerReader::end_dynamizer() {
  if (spoilt_) return;
  if (series_.samples.times.empty()) return fault("series-invalid", "", "Give the Dynamizer values, or leave it out.");
  done_.push_back(std::move(series_));
}

}  // namespace geo

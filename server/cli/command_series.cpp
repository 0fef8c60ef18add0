// series: what a model says that changes over time.
#include <fmt/format.h>

#include "server/cli/ask_and_show.hpp"

namespace server {

using twin::Json;

namespace {

std::string with_unit(const Json& series) {
  const std::string unit = series["unit"].is_null() ? "" : " (" + text(series["unit"]) + ")";
  return text(series["property"]) + unit;
}

/// A field of RFC 4180; a text that a spreadsheet would take for a formula stays a text.
std::string csv_field(const Json& value) {
  if (!value.is_string()) return value.dump();
  std::string out = value.get<std::string>();
  const bool formula = !out.empty() && std::string_view("=+-@\t\r").find(out.front()) != std::string_view::npos;
  if (formula) out.insert(out.begin(), '\'');
  if (!formula && out.find_first_of(",\"\n\r") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

void show_list(const Json& answer) {
  for (const Json& one : answer["series"]) {
    fmt::print("{:<28} {:<28} {}: {}, {} to {}\n", text(one["id"]), text(one["feature"]), with_unit(one),
               counted(one["count"], "sample"), text(one["first"]).substr(0, 10), text(one["last"]).substr(0, 10));
  }
  if (answer["series"].empty()) fmt::print("no time series: they come with CityGML 3.0 models that have Dynamizers\n");
}

void show_samples(const Json& series, bool csv) {
  if (csv) {
    fmt::print("time,value\n");
  } else {
    fmt::print("{} of {}, {}\n", with_unit(series), text(series["target"]), counted(series["count"], "sample"));
  }
  for (const Json& sample : series["samples"]) {
    if (csv) fmt::print("{},{}\n", text(sample["time"]), csv_field(sample["value"]));
    else fmt::print("{}  {}\n", text(sample["time"]).substr(0, 19), text(sample["value"]));
  }
}

}  // namespace

int run_series(const Arguments& arguments) {
  const When when{arguments.as_of, arguments.valid_at};
  if (arguments.series.empty()) {
    if (arguments.csv) {
      return fail({"usage", "Only the samples of one series are a table.", "--csv", "", "Name the series, from the list without --csv."},
                  arguments.json);
    }
    return ask_and_show(arguments, [&](TwinService& twin) { return twin.series(arguments.branch, when); }, show_list);
  }
  return ask_and_show(
      arguments, [&](TwinService& twin) { return twin.series_samples(arguments.branch, arguments.series, when); },
      [&](const Json& answer) { show_samples(answer, arguments.csv); });
}

}  // namespace server

#include "server/cli/compare_request.hpp"

#include <charconv>
#include <filesystem>

#include "server/cli/commands.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;

Result<double> number_of(std::string_view text, const char* option, const std::string& whole) {
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error == std::errc() && end == text.data() + text.size()) return out;
  return Problem{"usage", "A number is expected here.", option, twin::excerpt(whole), "Write it as dwellings=2 or m2_per_resident=35..40..48."};
}

/// 40, 35..48 or 35..40..48.
Result<Json> assumption_of(std::string_view text, const std::string& whole) {
  std::vector<double> numbers;
  for (;;) {
    const auto dots = text.find("..");
    TWIN_TRY(numbers.emplace_back(), number_of(text.substr(0, dots), "--assume", whole));
    if (dots == std::string_view::npos) break;
    text = text.substr(dots + 2);
  }
  if (numbers.size() == 1) return Json(numbers[0]);
  if (numbers.size() == 2) return Json{{"type", "uniform"}, {"low", numbers[0]}, {"high", numbers[1]}};
  if (numbers.size() == 3) return Json{{"type", "triangular"}, {"low", numbers[0]}, {"mode", numbers[1]}, {"high", numbers[2]}};
  return Problem{"usage", "A range has two or three numbers.", "--assume", twin::excerpt(whole), "Write it as m2_per_resident=35..40..48."};
}

}  // namespace

Result<std::pair<std::string, std::string>> pair_of(const std::string& text, const char* option) {
  const auto equals = text.find('=');
  if (equals != std::string::npos && equals > 0) return std::pair{text.substr(0, equals), text.substr(equals + 1)};
  return Problem{"usage", "A name and what it is are expected, with = between.", option, twin::excerpt(text), "Write it as dwellings=2, or plan-b=plan-b.png."};
}

Result<Json> compare_request(const Arguments& arguments) {
  Json out = Json::object();
  if (!arguments.input.empty()) {
    TWIN_TRY(const std::string text, read_whole_file(arguments.input));
    TWIN_TRY(out, twin::parse_json(text));
    if (out.is_object() && out.contains("inputs")) out = Json(out["inputs"]);
    if (!out.is_object()) return Problem{"input-invalid", "The input of a process is an object.", arguments.input, "", "Send {\"scenarios\": […]}."};
  }
  for (const auto& branch : arguments.branches) out["scenarios"].push_back(branch);
  if (!out.contains("scenarios"))
    return Problem{"usage", "There is nothing to compare.", "--branches", "", "Name the branches: --branches main,plan-b, or give --input."};
  for (const auto& id : arguments.kpis) out["kpis"].push_back(id);
  for (const auto& file : arguments.kpi_files) {
    TWIN_TRY(std::string text, read_whole_file(file));
    out["kpi_files"].push_back({{"name", std::filesystem::path(file).filename().string()}, {"text", std::move(text)}});
  }
  for (const auto& text : arguments.weights) {
    TWIN_TRY(const auto pair, pair_of(text, "--weight"));
    TWIN_TRY(out["weights"][pair.first], number_of(pair.second, "--weight", text));
  }
  for (const auto& text : arguments.assumptions) {
    TWIN_TRY(const auto pair, pair_of(text, "--assume"));
    TWIN_TRY(out["assumptions"][pair.first], assumption_of(pair.second, text));
  }
  if (arguments.samples) out["samples"] = *arguments.samples;
  if (!out.contains("seed")) out["seed"] = arguments.seed;
  if (arguments.sun || !arguments.sun_dates.empty() || !arguments.sun_built.empty()) {
    // Options add to what the input asks of the sun.
    if (!out.contains("sun") || !out["sun"].is_object()) out["sun"] = true;
    if (!arguments.sun_dates.empty() || !arguments.sun_built.empty()) {
      if (!out["sun"].is_object()) out["sun"] = Json::object();
      if (!arguments.sun_dates.empty()) out["sun"]["dates"] = arguments.sun_dates;
      if (!arguments.sun_built.empty()) out["sun"]["built"] = arguments.sun_built;
    }
  }
  if (!arguments.layer.empty() || !arguments.out.empty()) out["map"] = true;
  return out;
}

}  // namespace server

#include "sim/compare/distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/run/input_reading.hpp"
#include "sim/run/nearest_word.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr double kCut = 4;  // standard deviations
constexpr std::size_t kMostValues = 10'000;

template <std::size_t N>
double polynomial(const double (&factors)[N], double x) {
  double out = 0;
  for (std::size_t i = N; i-- > 0;) out = out * x + factors[i];
  return out;
}

twin::Result<double> member(const Json& json, std::string_view pointer, const char* name) {
  if (!json.contains(name)) return input_invalid(pointer, fmt::format("{} is missing.", name), json, fmt::format("Send {}, a number.", name));
  return read_number(json[name], pointer_to(pointer, name));
}

}  // namespace

Distribution Distribution::fixed(double value) {
  Distribution out;
  out.low_ = out.middle_ = out.high_ = value;
  return out;
}

twin::Result<Distribution> Distribution::read(const Json& json, std::string_view pointer, double least, double most) {
  Distribution out;
  if (json.is_number()) {
    TWIN_TRY(const double value, read_number(json, pointer, {least, most}));
    return fixed(value);
  }
  if (!json.is_object() || !json.contains("type"))
    return input_invalid(pointer, "An assumption is a number or a distribution.", json, "Send 40, or {\"type\":\"triangular\",\"low\":35,\"mode\":40,\"high\":48}.");
  TWIN_TRY(const std::string type, read_text(json["type"], pointer_to(pointer, "type")));
  if (type == "uniform") {
    out.kind_ = Kind::kUniform;
    TWIN_CHECK(expect_members(json, pointer, {"type", "low", "high"}));
  } else if (type == "triangular") {
    out.kind_ = Kind::kTriangular;
    TWIN_CHECK(expect_members(json, pointer, {"type", "low", "mode", "high"}));
    TWIN_TRY(out.middle_, member(json, pointer, "mode"));
  } else if (type == "normal") {
    out.kind_ = Kind::kNormal;
    TWIN_CHECK(expect_members(json, pointer, {"type", "mean", "sd"}));
    TWIN_TRY(out.middle_, member(json, pointer, "mean"));
    TWIN_TRY(const double sd, member(json, pointer, "sd"));
    if (!(sd > 0)) return input_invalid(pointer_to(pointer, "sd"), "A standard deviation is above 0.", json["sd"], "Send the number itself for one without spread.");
    out.low_ = out.middle_ - kCut * sd;
    out.high_ = out.middle_ + kCut * sd;
  } else if (type == "values") {
    out.kind_ = Kind::kValues;
    TWIN_CHECK(expect_members(json, pointer, {"type", "values"}));
    if (!json.contains("values") || !json["values"].is_array() || json["values"].empty() || json["values"].size() > kMostValues)
      return input_invalid(pointer_to(pointer, "values"), "1 to 10,000 values are expected.", json, "Send [35, 40, 48].");
    for (std::size_t i = 0; i < json["values"].size(); ++i) {
      TWIN_TRY(out.values_.emplace_back(), read_number(json["values"][i], pointer_to(pointer_to(pointer, "values"), i)));
    }
    std::sort(out.values_.begin(), out.values_.end());
    out.low_ = out.values_.front();
    out.high_ = out.values_.back();
  } else {
    constexpr std::string_view kKnown[] = {"uniform", "triangular", "normal", "values"};
    return input_invalid(pointer_to(pointer, "type"), "There is no distribution of this name.", json["type"], did_you_mean(type, kKnown));
  }
  if (out.kind_ == Kind::kUniform || out.kind_ == Kind::kTriangular) {
    TWIN_TRY(out.low_, member(json, pointer, "low"));
    TWIN_TRY(out.high_, member(json, pointer, "high"));
    if (out.kind_ == Kind::kUniform) out.middle_ = (out.low_ + out.high_) / 2;
  }
  TWIN_CHECK(out.check(pointer, json, least, most));
  return out;
}

twin::Status Distribution::check(std::string_view pointer, const Json& json, double least, double most) const {
  const bool in_order = kind_ == Kind::kValues || (low_ <= middle_ && middle_ <= high_);
  if (!in_order || (kind_ != Kind::kValues && !(low_ < high_)))
    return input_invalid(pointer, "low, mode and high do not rise.", json, "Send them in rising order; a number where there is no spread.");
  if (low_ >= least && high_ <= most) return twin::Done{};
  return twin::Problem{"value-out-of-range", fmt::format("The distribution leaves {} to {}.", least, most), std::string(pointer), fmt::format("{} to {}", low_, high_),
                       "Narrow it, or check the unit."};
}

double Distribution::quantile(double share) const {
  switch (kind_) {
    case Kind::kFixed: return middle_;
    case Kind::kUniform: return low_ + (high_ - low_) * share;
    case Kind::kTriangular: {
      const double span = high_ - low_, rise = middle_ - low_, fall = high_ - middle_;
      return share * span <= rise ? low_ + std::sqrt(share * span * rise) : high_ - std::sqrt((1 - share) * span * fall);
    }
    case Kind::kNormal: return std::clamp(middle_ + (high_ - middle_) / kCut * normal_quantile(share), low_, high_);
    case Kind::kValues: break;
  }
  const auto count = static_cast<double>(values_.size());
  return values_[std::min(values_.size() - 1, static_cast<std::size_t>(share * count))];
}

Json Distribution::to_json() const {
  switch (kind_) {
    case Kind::kFixed: return middle_;
    case Kind::kUniform: return {{"type", "uniform"}, {"low", low_}, {"high", high_}};
    case Kind::kTriangular: return {{"type", "triangular"}, {"low", low_}, {"mode", middle_}, {"high", high_}};
    case Kind::kNormal: return {{"type", "normal"}, {"mean", middle_}, {"sd", (high_ - middle_) / kCut}};
    case Kind::kValues: break;
  }
  return {{"type", "values"}, {"values", values_}};
}

double normal_quantile(double share) {
  constexpr double a[] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
                          4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3};
  constexpr double b[] = {1.0,                     4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
                          2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3};
  constexpr double c[] = {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
                          1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double d[] = {1.0,                      2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
                          1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9};
  constexpr double e[] = {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
                          2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double f[] = {1.0,                      5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                          7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15};
  const double q = share - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(a, r) / polynomial(b, r);
  }
  double r = std::sqrt(-std::log(q < 0 ? share : 1 - share));
  double out = 0;
  if (r <= 5) {
    r -= 1.6;
    out = polynomial(c, r) / polynomial(d, r);
  } else {
    r -= 5;
    out = polynomial(e, r) / polynomial(f, r);
  }
  return q < 0 ? -out : out;
}

double percentile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(at));
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

}  // namespace sim

#pragma once

#include <string_view>
#include <vector>

#include "twin_core/base/json.hpp"

namespace sim {

/// What an assumption may be: one number, or many with their likelihood.
class Distribution {
 public:
  static Distribution fixed(double value);

  /// A number, or one of {"type":"uniform","low","high"}, {"type":"triangular","low","mode","high"},
  /// {"type":"normal","mean","sd"} (cut at 4 sd), {"type":"values","values":[…]} (each as likely).
  /// Errors, `pointer` as place: `input-invalid`, `member-unknown`, `value-out-of-range` (outside [least, most] anywhere).
  static twin::Result<Distribution> read(const twin::Json& json, std::string_view pointer, double least, double most);

  bool is_fixed() const { return kind_ == Kind::kFixed; }
  /// The value below which a share of it lies; `share` in (0, 1).
  double quantile(double share) const;
  double median() const { return quantile(0.5); }
  twin::Json to_json() const;

 private:
  enum class Kind : unsigned char { kFixed, kUniform, kTriangular, kNormal, kValues };
  twin::Status check(std::string_view pointer, const twin::Json& json, double least, double most) const;
  Kind kind_ = Kind::kFixed;
  double low_ = 0, middle_ = 0, high_ = 0;  ///< of a normal one: mean in the middle, low and high at 4 sd
  std::vector<double> values_;              ///< in order
};

/// The standard normal quantile, to 16 digits. @source Wichura, algorithm AS 241 (PPND16), Applied Statistics 37, 1988
double normal_quantile(double share);

/// The value below which a share of ordered values lies, straight between neighbours; `sorted` is not empty.
/// @source Hyndman, Fan: Sample quantiles in statistical packages, The American Statistician 50, 1996, type 7
double percentile(const std::vector<double>& sorted, double share);

}  // namespace sim

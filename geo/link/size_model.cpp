#include "geo/link/size_model.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr double kStartIsWorth = 20;  ///< pairs
constexpr double kWrongAltogether = 0.0005;

/// Learned numbers are rounded, so that a row more or less in the city does not move every probability.
double rounded(double value, double step) {
  return std::round(value / step) * step;
}

unsigned bits_of(const SizeDifference& difference) {
  return (difference.known[0] ? 1U : 0U) | (difference.known[1] ? 2U : 0U) | (difference.known[2] ? 4U : 0U);
}

}  // namespace

SizeDifference size_difference(const PlacedBuilding& building, double ground_m2, const PlacedRow& row) {
  SizeDifference out;
  const auto put = [&](std::size_t i, double a, double b) {
    if (!(a > 0) || !(b > 0)) return;
    out.known[i] = true;
    out.log_ratio[i] = std::log(a / b);
  };
  const double height = building.height_m;
  // A storey of 3.1 m and 1.5 m of roof and plinth: Finnish apartment houses, offices somewhat higher.
  if (row.storeys && height > 0) put(0, *row.storeys > 0 ? 3.1 * *row.storeys + 1.5 : 0, height);
  if (row.floor_area_m2 && height > 0) put(1, *row.floor_area_m2, 0.9 * ground_m2 * std::max(1.0, (height - 1.5) / 3.1));
  if (row.volume_m3) put(2, *row.volume_m3, building.volume_m3.value_or(ground_m2 * height));
  return out;
}

SizeModel::SizeModel(const std::vector<SizeDifference>& nearby) {
  std::vector<Sample> samples;
  samples.reserve(nearby.size());
  for (const auto& one : nearby) samples.push_back({one, 1});
  nearby_ = estimate(samples, {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}});
  prepared_nearby_ = prepare(nearby_);
  learn({});
}

void SizeModel::learn(const std::vector<Sample>& matched) {
  matched_ = estimate(matched, {{{0.25 * 0.25, 0, 0}, {0, 0.4 * 0.4, 0}, {0, 0, 0.4 * 0.4}}});
  prepared_matched_ = prepare(matched_);
}

/// Pair by pair of figures from the samples that know both, drawn towards the start.
SizeModel::Normal SizeModel::estimate(const std::vector<Sample>& samples, const Covariance& start) {
  Normal out;
  for (std::size_t i = 0; i < 3; ++i) {
    double sum = 0, weight = kStartIsWorth;
    for (const auto& sample : samples) {
      if (!sample.difference.known[i]) continue;
      sum += sample.weight * sample.difference.log_ratio[i];
      weight += sample.weight;
    }
    out.mean[i] = rounded(sum / weight, 0.01);
  }
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k <= i; ++k) {
      double sum = kStartIsWorth * start[i][k], weight = kStartIsWorth;
      for (const auto& [difference, share] : samples) {
        if (!difference.known[i] || !difference.known[k]) continue;
        sum += share * (difference.log_ratio[i] - out.mean[i]) * (difference.log_ratio[k] - out.mean[k]);
        weight += share;
      }
      // A spread of 3 % at least: figures are rounded when they are written down.
      out.covariance[i][k] = out.covariance[k][i] = rounded(sum / weight, 0.001) + (i == k ? 0.001 : 0);
    }
  }
  return out;
}

std::array<SizeModel::Prepared, 8> SizeModel::prepare(const Normal& normal) {
  std::array<Prepared, 8> out{};
  for (unsigned bits = 1; bits < 8; ++bits) {
    std::vector<std::size_t> known;
    for (std::size_t i = 0; i < 3; ++i) {
      if ((bits >> i & 1U) != 0) known.push_back(i);
    }
    const auto n = static_cast<Eigen::Index>(known.size());
    Eigen::MatrixXd covariance(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
      for (Eigen::Index k = 0; k < n; ++k) covariance(i, k) = normal.covariance[known[static_cast<std::size_t>(i)]][known[static_cast<std::size_t>(k)]];
    }
    Eigen::LLT<Eigen::MatrixXd> root(covariance);
    if (root.info() != Eigen::Success) {  // figures that different rows know may contradict: then each by itself
      const Eigen::VectorXd spread = covariance.diagonal();
      covariance = spread.asDiagonal();
      root.compute(covariance);
    }
    const Eigen::MatrixXd inverse = root.solve(Eigen::MatrixXd::Identity(n, n));
    for (Eigen::Index i = 0; i < n; ++i) {
      for (Eigen::Index k = 0; k < n; ++k) out[bits].inverse[known[static_cast<std::size_t>(i)]][known[static_cast<std::size_t>(k)]] = inverse(i, k);
      out[bits].log_scale -= std::log(root.matrixLLT()(i, i));
    }
  }
  return out;
}

/// Less the constant that both distributions have.
double SizeModel::log_density(const Normal& normal, const std::array<Prepared, 8>& prepared, const SizeDifference& difference) {
  const auto& form = prepared[bits_of(difference)];
  double square = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      square += (difference.log_ratio[i] - normal.mean[i]) * form.inverse[i][k] * (difference.log_ratio[k] - normal.mean[k]);
    }
  }
  return form.log_scale - square / 2;
}

double SizeModel::score(const SizeDifference& difference) const {
  if (!difference.any()) return 0;
  const double ratio = log_density(matched_, prepared_matched_, difference) - log_density(nearby_, prepared_nearby_, difference);
  return std::log(kWrongAltogether + (1 - kWrongAltogether) * std::exp(std::min(ratio, 50.0)));
}

}  // namespace geo

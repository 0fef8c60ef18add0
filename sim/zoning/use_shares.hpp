#pragma once

#include <optional>
#include <string>
#include <vector>

#include "twin_core/city/plan_unit.hpp"

namespace sim {

/// Floor area that a plan gives to one use, k-m2.
struct UseShare {
  std::string use;  ///< national use code; several joined by " + "
  double allowed_k_m2 = 0;
  std::optional<double> reachable_k_m2;
};

/// The uses that a regulation is meant for (additional information kayttotarkoituskohdistus), " + " between;
/// "" = any.
std::string use_meant(const twin::Regulation& regulation);

/// True for uses that dwellings belong to.
bool is_housing(std::string_view use);

/// Collects what the regulations of a unit say of floor area by use: floor area meant for a use, and shares
/// of the floor area (kayttotarkoituksenOsuusKerrosalasta) in k-m2 or %. Of several of one use the least
/// counts.
class UseShares {
 public:
  void add_right(const std::string& use, double k_m2);
  void add_share(const twin::Regulation& regulation);

  /// Sum of the rights that are meant for a use; nothing where there is none.
  std::optional<double> sum_of_rights() const;

  /// All shares, by use; percentages count of `allowed_k_m2`, without which they are left out.
  std::vector<UseShare> shares(std::optional<double> allowed_k_m2) const;

 private:
  struct Entry {
    std::string use;
    double value;
    bool percent, right;
  };
  void add(Entry entry);
  std::vector<Entry> entries_;
};

/// Shares of what can be reached: in proportion where it is less than what is allowed, else as allowed.
void settle_reachable(std::vector<UseShare>& shares, std::optional<double> allowed_k_m2,
                      double reachable_k_m2);

/// Floor area for dwellings: the housing shares where the plan names any, else what other shares leave.
double housing_floor_area(const std::vector<UseShare>& shares, double reachable_k_m2);

}  // namespace sim

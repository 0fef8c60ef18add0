#pragma once

#include "sim/kpi/formula.hpp"

namespace sim {

/// Reads one formula by recursive descent; every part knows its unit.
class FormulaReader {
 public:
  FormulaReader(std::string_view text, const Formula::UnitOf& unit_of, std::span<const std::string_view> known, std::string_view place)
      : text_(text), unit_of_(unit_of), known_(known), place_(place) {}

  twin::Result<Formula> read(const KpiUnit& declared);

 private:
  struct Part {
    std::uint32_t node = 0;
    KpiUnit unit;
  };
  using Op = Formula::Op;

  twin::Result<Part> sum(int depth);
  twin::Result<Part> product(int depth);
  twin::Result<Part> factor(int depth);
  twin::Result<Part> number();
  twin::Result<Part> name(int depth);
  twin::Result<Part> function(std::string_view name, std::size_t at, int depth);
  twin::Result<Part> node(Op op, std::uint32_t left, std::uint32_t right, double number, const KpiUnit& unit);

  void skip_blanks();
  bool take(char c);
  twin::Problem invalid(std::size_t at, std::string message, std::string_view value, std::string remedy) const;
  twin::Problem mismatch(std::size_t at, const KpiUnit& left, const KpiUnit& right) const;

  std::string_view text_;
  const Formula::UnitOf& unit_of_;
  std::span<const std::string_view> known_;
  std::string_view place_;
  std::size_t at_ = 0;
  Formula out_;
};

}  // namespace sim

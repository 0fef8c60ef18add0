#pragma once

#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

// Reading of process inputs. Every problem has the value's JSON pointer as its place.
namespace sim {

/// `input-invalid` about a value.
twin::Problem input_invalid(std::string_view pointer, std::string message, const twin::Json& value,
                            std::string remedy);

/// The value as a message shows it.
std::string shown(const twin::Json& value);

/// `pointer`/`member`, escaped after RFC 6901.
std::string pointer_to(std::string_view pointer, std::string_view member);
std::string pointer_to(std::string_view pointer, std::size_t index);

/// An object that has no members but these. Errors: `input-invalid`, `member-unknown`.
twin::Status expect_members(const twin::Json& value, std::string_view pointer,
                            const std::vector<std::string_view>& members);

struct NumberRange {
  double least = std::numeric_limits<double>::lowest();
  double most = std::numeric_limits<double>::max();
};

/// Errors: `input-invalid` (not a number), `value-out-of-range`.
twin::Result<double> read_number(const twin::Json& value, std::string_view pointer,
                                 const NumberRange& range = {});
twin::Status expect_in_range(double value, std::string_view pointer, const NumberRange& range);

/// A text of at most 10,000 bytes. Error: `input-invalid`.
twin::Result<std::string> read_text(const twin::Json& value, std::string_view pointer);

}  // namespace sim

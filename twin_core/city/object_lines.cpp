#include "twin_core/city/object_lines.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace twin {
namespace {

constexpr std::string_view kPoints = "MULTIPOINT Z (", kLines = "MULTILINESTRING Z (";

void append(std::string& out, double value) {
  std::array<char, 32> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value + 0.0);  // no minus zero
  out.append(digits.data(), end);
}

/// Reads what was written; anything else is a failure.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool take(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  bool number(double& out) {
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), out);
    if (error != std::errc{} || !std::isfinite(out)) return false;
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return true;
  }
  bool position(WorkingPosition& out) {
    return number(out.east) && take(" ") && number(out.north) && take(" ") && number(out.up);
  }
  bool line(std::vector<WorkingPosition>& out) {
    if (!take("(")) return false;
    do {
      if (!position(out.emplace_back())) return false;
    } while (take(","));
    return take(")");
  }
  bool at_end() const { return text_.empty(); }

 private:
  std::string_view text_;
};

}  // namespace

bool are_lines(const GenericAttribute& attribute) { return attribute.type == kLinesType; }

GenericAttribute attribute_of(const ObjectLines& lines) {
  std::string text(lines.points ? kPoints : kLines);
  for (const auto& line : lines.lines) {
    if (text.back() == ')') text += ',';
    text += '(';
    for (const auto& at : line) {
      if (text.back() != '(') text += ',';
      append(text, at.east);
      text += ' ';
      append(text, at.north);
      text += ' ';
      append(text, at.up);
    }
    text += ')';
  }
  text += ')';
  return {lines.points ? "points" : "lines", std::string(kLinesType), std::move(text), lines.lod};
}

std::optional<ObjectLines> lines_of(const GenericAttribute& attribute) {
  if (!are_lines(attribute)) return std::nullopt;
  ObjectLines out{attribute.unit, attribute.name == "points", {}};
  Reader reader(attribute.value);
  if (!reader.take(out.points ? kPoints : kLines)) return std::nullopt;
  if (!reader.take(")")) {
    do {
      if (!reader.line(out.lines.emplace_back())) return std::nullopt;
    } while (reader.take(","));
    if (!reader.take(")")) return std::nullopt;
  }
  return reader.at_end() ? std::optional(std::move(out)) : std::nullopt;
}

std::vector<ObjectLines> lines_of(const BuildingShape& shape) {
  std::vector<ObjectLines> out;
  for (const auto& attribute : shape.attributes) {
    if (auto lines = lines_of(attribute)) out.push_back(*std::move(lines));
  }
  return out;
}

Box bounds_of(const std::vector<ObjectLines>& lines) {
  Box out;
  for (const auto& each : lines) {
    for (const auto& line : each.lines) {
      for (const auto& at : line) out.add(at);
    }
  }
  return out;
}

}  // namespace twin

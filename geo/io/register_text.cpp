#include "geo/io/register_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "geo/io/register_values.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;

/// The separator that occurs most often outside quotes in the first line: a comma in doubt, a tab only where it leads.
char separator_of(std::string_view bytes) {
  std::size_t commas = 0, semicolons = 0, tabs = 0;
  bool quoted = false;
  for (const char c : bytes) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    commas += c == ',' ? 1 : 0;
    semicolons += c == ';' ? 1 : 0;
    tabs += c == '\t' ? 1 : 0;
  }
  if (tabs > commas && tabs > semicolons) return '\t';
  return semicolons > commas ? ';' : ',';
}

/// Bytes of the UTF-8 character at the start, 0 when there is none.
std::size_t character_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return text.size() >= length && twin::is_valid_utf8(text.substr(0, length)) ? length : 0;
}

/// What needs no second look wherever it stands: most of any field.
bool is_letter_of_ascii(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '.' || c == '-';
}

/// Walks the text once, field by field.
class Scan {
 public:
  explicit Scan(std::string_view bytes) : bytes_(bytes) { table_.separator = separator_of(bytes); }

  twin::Result<RegisterTable> run() {
    while (at_ < bytes_.size()) {
      ++row_;
      if (skip_blank_line()) continue;
      TWIN_CHECK(read_record());
    }
    if (table_.columns.empty()) {
      return Problem{"902", "The file holds no header row.", "row 1", "",
                     "Send the register with its header."};
    }
    return std::move(table_);
  }

 private:
  bool skip_blank_line() {
    const auto end = line_end();
    if (end != at_) return false;
    step_over_line_end();
    return true;
  }

  std::size_t line_end() const {
    const auto end = bytes_.find_first_of("\r\n", at_);
    return end == std::string_view::npos ? bytes_.size() : end;
  }

  void step_over_line_end() {
    if (at_ < bytes_.size() && bytes_[at_] == '\r') ++at_;
    if (at_ < bytes_.size() && bytes_[at_] == '\n') ++at_;
  }

  twin::Status read_record() {
    const auto start = at_;
    const bool header = table_.columns.empty();
    std::size_t fields = 0;
    for (bool more = true; more; ++fields) {
      column_ = fields + 1;
      TWIN_TRY(const std::string text, read_field());
      if (at_ - start > kLongestRecord) {
        return Problem{"line-too-long", "A row is longer than 1 MiB.", place(),
                       fmt::format("{} bytes", at_ - start),
                       "Check that the file is a register table with one building per row."};
      }
      if (fields >= kMostColumns) {
        return Problem{"too-many-columns", "A register has at most 512 columns.", place(), "",
                       "Leave out columns."};
      }
      if (header) table_.columns.emplace_back(trimmed(text));
      more = at_ < bytes_.size() && bytes_[at_] == table_.separator;
      if (more) ++at_;
    }
    step_over_line_end();
    if (header) return twin::Done{};
    if (fields != table_.columns.size()) return column_count(fields);
    table_.row_numbers.push_back(row_);
    return twin::Done{};
  }

  twin::Result<std::string> read_field() {
    return at_ < bytes_.size() && bytes_[at_] == '"' ? read_quoted() : read_plain();
  }

  twin::Result<std::string> read_plain() {
    const auto start = at_;
    while (at_ < bytes_.size() && bytes_[at_] != table_.separator && bytes_[at_] != '\r' &&
           bytes_[at_] != '\n') {
      if (bytes_[at_] == '"') {
        return Problem{"quote-unclosed", "A quote stands inside a field that is not quoted.", place(),
                       twin::excerpt(bytes_.substr(start, 80)),
                       "Put the whole field in quotes and double the quotes within."};
      }
      TWIN_CHECK(step(start));
      const auto room = std::min(bytes_.size(), start + kLongestField);
      while (at_ < room && is_letter_of_ascii(bytes_[at_])) ++at_;
    }
    return std::string(bytes_.substr(start, at_ - start));
  }

  twin::Result<std::string> read_quoted() {
    const auto start = at_++;
    const auto opened = place();
    bool several_lines = false;
    std::string text;
    while (at_ < bytes_.size()) {
      if (bytes_[at_] == '"') {
        ++at_;
        if (at_ < bytes_.size() && bytes_[at_] == '"') {
          text += '"';
          ++at_;
          continue;
        }
        const bool closed = at_ == bytes_.size() || bytes_[at_] == table_.separator || bytes_[at_] == '\r' ||
                            bytes_[at_] == '\n';
        if (!closed) return unclosed(opened, start);
        return text;
      }
      several_lines |= bytes_[at_] == '\n';
      text += bytes_[at_];
      if (auto stepped = step(start); !stepped) {
        // A quote left open swallows the rest of the file: that is the fault, not the length.
        if (several_lines && stepped.problem().code == "field-too-long") return unclosed(opened, start);
        return stepped.problem();
      }
    }
    return unclosed(opened, start);
  }

  /// Over one character of the field that started at `start`.
  twin::Status step(std::size_t start) {
    const auto length = character_length(bytes_.substr(at_, 4));
    const auto byte = static_cast<unsigned char>(bytes_[at_]);
    if (length == 0 || byte == 0) {
      // Single bytes from 0xA0 on are letters in ISO-8859-1.
      return Problem{
          "encoding-invalid",
          byte >= 0xA0 ? "The file is not UTF-8; it looks like ISO-8859-1." : "The file is not UTF-8 text.",
          place(), fmt::format("0x{:02X}", byte),
          byte >= 0xA0 ? "It looks like ISO-8859-1 (Latin-1): declare that (--encoding ISO-8859-1, or encoding in the mapping), or save it as UTF-8."
                       : "Save the file as UTF-8, or declare the encoding that it has (--encoding, or encoding in the mapping)."};
    }
    at_ += length;
    if (at_ - start > kLongestField) {
      return Problem{"field-too-long", "A field is longer than 64 KiB.", place(),
                     twin::excerpt(bytes_.substr(start, 80)),
                     "Check the quotes of this row, or shorten the field."};
    }
    return twin::Done{};
  }

  Problem unclosed(const std::string& opened, std::size_t start) const {
    return {"quote-unclosed", "A quote is opened and never properly closed.", opened,
            twin::excerpt(bytes_.substr(start, 80)), "Close the quote, and double quotes inside a field."};
  }

  Problem column_count(std::size_t found) const {
    return {
        "column-count",
        fmt::format("expected {} fields as in the header, found {}.", table_.columns.size(), found),
        fmt::format("row {}", row_), fmt::format("found {}, expected {}", found, table_.columns.size()),
        table_.separator == ',' && found > table_.columns.size()
            ? "Put fields that hold a comma (such as 12,5) in quotes, or separate the fields by semicolons."
            : "Give every row as many fields as the header; put fields that hold the separator in quotes."};
  }

  std::string place() const {
    const bool named = column_ >= 1 && column_ <= table_.columns.size();
    return fmt::format("row {}, column {}", row_,
                       named ? twin::excerpt(table_.columns[column_ - 1]) : fmt::format("{}", column_));
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::uint32_t row_ = 0;
  std::size_t column_ = 0;
  RegisterTable table_;
};

}  // namespace

std::vector<twin::Finding> repeated_columns(const RegisterTable& table) {
  std::vector<twin::Finding> out;
  std::set<std::string_view> seen, told;
  for (const auto& column : table.columns) {
    if (column.empty() || seen.insert(column).second || !told.insert(column).second) continue;
    out.push_back({"column-repeated", twin::Severity::kWarning, "", "", "row 1", twin::excerpt(column),
                   "Of each row the first of these that is not empty counts; leave one column."});
  }
  return out;
}

twin::Result<RegisterTable> check_register_text(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return Scan(bytes).run();
}

}  // namespace geo

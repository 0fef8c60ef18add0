#include "twin_core/base/json.hpp"

#include <fmt/format.h>

#include <iterator>
#include <vector>

#include "twin_core/base/text.hpp"

namespace twin {
namespace {

/// Bytes of a text that tell an outside counter how far reading has come.
class CountedBytes {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountedBytes() = default;
  CountedBytes(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}

  reference operator*() const { return *at_; }
  CountedBytes& operator++() {
    *furthest_ = ++at_;
    return *this;
  }
  CountedBytes operator++(int) {
    CountedBytes before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountedBytes& other) const { return at_ == other.at_; }
  bool operator!=(const CountedBytes& other) const { return at_ != other.at_; }

 private:
  const char* at_ = nullptr;
  const char** furthest_ = nullptr;
};

/// Builds the document and stops at the first thing that is stricter than the library. Keeps its own
/// stack of open containers, so depth costs no call stack.
class StrictBuilder : public nlohmann::json_sax<Json> {
 public:
  StrictBuilder(std::string_view text, const char* const* furthest, std::size_t max_depth)
      : text_(text), furthest_(furthest), max_depth_(max_depth) {}

  bool null() override { return place(nullptr); }
  bool boolean(bool value) override { return place(value); }
  bool number_integer(number_integer_t value) override { return place(value); }
  bool number_unsigned(number_unsigned_t value) override { return place(value); }
  bool number_float(number_float_t value, const string_t&) override { return place(value); }
  bool string(string_t& value) override { return place(std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Json& object = *open_.back();
    if (object.contains(name)) {
      return stop("json-duplicate-key", "An object names a member twice.", excerpt(name),
                  "Keep one of the two members.");
    }
    member_ = &object[std::move(name)];
    return true;
  }

  bool parse_error(std::size_t, const std::string& token, const nlohmann::detail::exception& error) override {
    constexpr int kNumberOverflow = 406;
    if (error.id == kNumberOverflow) {
      return stop("number-not-finite", "A number is too large for a finite value.", excerpt(token),
                  "Write a number between -1.7e308 and 1.7e308.");
    }
    return stop("json-malformed", "The text is not well-formed JSON.", excerpt(token),
                "Correct the text at this place; RFC 8259 allows no comments, trailing commas or NaN.");
  }

  Result<Json> finish(bool complete) {
    if (problem_) return *problem_;
    if (!complete) {
      return Problem{"json-malformed", "The text is not well-formed JSON.", position(), "",
                     "Correct the text at this place."};
    }
    return std::move(root_);
  }

 private:
  Json* attach(Json&& value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    if (open_.back()->is_array()) return &open_.back()->emplace_back(std::move(value));
    *member_ = std::move(value);
    return member_;
  }

  bool place(Json value) {
    attach(std::move(value));
    return true;
  }

  bool open(Json container) {
    if (open_.size() >= max_depth_) {
      return stop("json-too-deep", fmt::format("Arrays and objects lie more than {} deep.", max_depth_), "",
                  "Send a flatter document.");
    }
    open_.push_back(attach(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::string position() const {
    const auto read = static_cast<std::size_t>(*furthest_ - text_.data());
    return line_and_column(text_, read == 0 ? 0 : read - 1);
  }

  bool stop(std::string code, std::string message, std::string value, std::string remedy) {
    problem_ = Problem{std::move(code), std::move(message), position(), std::move(value), std::move(remedy)};
    return false;
  }

  std::string_view text_;
  const char* const* furthest_;
  std::size_t max_depth_;
  Json root_;
  Json* member_ = nullptr;
  std::vector<Json*> open_;
  std::optional<Problem> problem_;
};

}  // namespace

Result<Json> parse_json(std::string_view text, std::size_t max_depth) {
  // The library takes a zero byte for the end of the text and would not look behind it.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
    return Problem{"json-malformed", "The text holds a zero byte.", line_and_column(text, zero), "\\u0000",
                   "Send JSON as UTF-8 text."};
  }
  const char* furthest = text.data();
  StrictBuilder builder(text, &furthest, max_depth);
  const bool complete =
      Json::sax_parse(CountedBytes(text.data(), &furthest), CountedBytes(text.data() + text.size(), &furthest),
                      &builder, Json::input_format_t::json, true);
  return builder.finish(complete);
}

}  // namespace twin

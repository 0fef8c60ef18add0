#include "server/stream/wire.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <unordered_map>

#include "twin_core/base/text.hpp"

namespace server {
namespace {

using Kind = WireField::Kind;

constexpr std::array<WireField, 4> kSubscribe = {{{1, Kind::kText}, {2, Kind::kText}, {3, Kind::kVarint}, {4, Kind::kText}}};
constexpr std::array<WireField, 1> kUnsubscribe = {{{1, Kind::kText}}};
constexpr std::array<WireField, 1> kPing = {{{1, Kind::kVarint}}};
constexpr std::array<WireField, 5> kClientMessage = {{{1, Kind::kVarint},
                                                      {2, Kind::kVarint},
                                                      {3, Kind::kMessage, kSubscribe},
                                                      {4, Kind::kMessage, kUnsubscribe},
                                                      {5, Kind::kMessage, kPing}}};

/// Wire types of the Protobuf encoding.
enum WireType : unsigned { kVarintType = 0, kFixed64 = 1, kLengthDelimited = 2, kGroupStart = 3, kGroupEnd = 4, kFixed32 = 5 };

twin::Problem problem(std::string code, std::string message, const std::string& path, std::string remedy) {
  return {std::move(code), std::move(message), path.empty() ? "message" : "field " + path, "", std::move(remedy)};
}

twin::Problem malformed(const std::string& path) {
  return problem("message-malformed", "The bytes are no message of the stream.", path,
                 "Send a ClientMessage of proto/stream.proto.");
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }

  std::optional<std::uint64_t> varint() {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < 10 && i < rest_.size(); ++i) {
      const auto byte = static_cast<std::uint8_t>(rest_[i]);
      if (i == 9 && byte > 1) return std::nullopt;
      out |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
      if (byte < 0x80) {
        rest_.remove_prefix(i + 1);
        return out;
      }
    }
    return std::nullopt;
  }

  std::optional<std::string_view> take(std::uint64_t size) {
    if (size > rest_.size()) return std::nullopt;
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }

 private:
  std::string_view rest_;
};

bool is_finite(std::string_view bytes) {
  if (bytes.size() == sizeof(double)) {
    double value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return std::isfinite(value);
  }
  float value = 0;
  std::memcpy(&value, bytes.data(), sizeof value);
  return std::isfinite(value);
}

class Checker {
 public:
  explicit Checker(const WireLimits& limits) : limits_(limits) {}

  twin::Status message(std::string_view bytes, std::span<const WireField> schema, bool known, int depth,
                       const std::string& path) {
    Reader reader(bytes);
    return fields(reader, schema, known, depth, path, 0);
  }

 private:
  /// Until the end of the bytes, or of the group numbered `group`.
  twin::Status fields(Reader& reader, std::span<const WireField> schema, bool known, int depth, const std::string& path,
                      std::uint64_t group) {
    if (depth > limits_.depth) {
      return problem("message-too-deep", "Messages are nested deeper than " + std::to_string(limits_.depth) + ".", path,
                     "No message of the stream is nested deeper than 3.");
    }
    std::unordered_map<std::uint64_t, std::size_t> counts;
    while (!reader.done()) {
      const auto tag = reader.varint();
      if (!tag || *tag >> 3 == 0 || *tag >> 32 != 0) return malformed(path);
      const std::uint64_t number = *tag >> 3;
      const unsigned type = *tag & 7;
      if (type == kGroupEnd) return group == number && group != 0 ? twin::Status(twin::Done{}) : twin::Status(malformed(path));
      const std::string here = path.empty() ? std::to_string(number) : path + "." + std::to_string(number);
      if (++counts[number] > limits_.elements) return too_many(here, limits_.elements);
      const WireField* field = find(schema, number);
      if (field == nullptr && known && ++unknown_ > limits_.unknown_fields) return too_many("unknown", limits_.unknown_fields);
      TWIN_CHECK(value(reader, field, number, type, depth, here));
    }
    return group == 0 ? twin::Status(twin::Done{}) : twin::Status(malformed(path));
  }

  twin::Status value(Reader& reader, const WireField* field, std::uint64_t number, unsigned type, int depth,
                     const std::string& path) {
    switch (type) {
      case kVarintType:
        return reader.varint() ? twin::Status(twin::Done{}) : twin::Status(malformed(path));
      case kFixed64:
      case kFixed32: {
        const auto bytes = reader.take(type == kFixed64 ? 8 : 4);
        if (!bytes) return malformed(path);
        const bool is_number = field == nullptr || field->kind == Kind::kDouble || field->kind == Kind::kFloat;
        if (is_number && !is_finite(*bytes)) {
          return problem("number-not-finite", "A number is infinite or not a number.", path, "Send finite numbers only.");
        }
        return twin::Done{};
      }
      case kGroupStart:
        return fields(reader, {}, false, depth + 1, path, number);
      case kLengthDelimited:
        return length_delimited(reader, field, depth, path);
      default:
        return malformed(path);
    }
  }

  twin::Status length_delimited(Reader& reader, const WireField* field, int depth, const std::string& path) {
    const auto length = reader.varint();
    const auto bytes = length ? reader.take(*length) : std::nullopt;
    if (!bytes) return malformed(path);
    if (field != nullptr && field->kind == Kind::kMessage) return message(*bytes, field->message, true, depth + 1, path);
    if (field != nullptr && field->kind == Kind::kBytes) return twin::Done{};
    if (field != nullptr && field->kind == Kind::kText) {
      return twin::is_valid_utf8(*bytes) ? twin::Status(twin::Done{}) : twin::Status(malformed(path));
    }
    // Unknown: text, bytes or a message. It is a message when it reads as one to its end; what only
    // starts like one is text.
    const twin::Status guess = message(*bytes, {}, false, depth + 1, path);
    if (!guess && guess.problem().code != "message-malformed") return guess;
    return twin::Done{};
  }

  twin::Problem too_many(const std::string& path, std::size_t limit) const {
    return problem("too-many-elements", "More than " + std::to_string(limit) + " elements.", path, "Send fewer at a time.");
  }

  static const WireField* find(std::span<const WireField> schema, std::uint64_t number) {
    for (const WireField& field : schema) {
      if (field.number == number) return &field;
    }
    return nullptr;
  }

  const WireLimits& limits_;
  std::size_t unknown_ = 0;
};

}  // namespace

twin::Status check_wire(std::string_view bytes, std::span<const WireField> schema, const WireLimits& limits) {
  return Checker(limits).message(bytes, schema, true, 1, "");
}

twin::Result<kaksonen::v1::ClientMessage> decode_client_message(std::string_view bytes) {
  TWIN_CHECK(check_wire(bytes, kClientMessage));
  kaksonen::v1::ClientMessage message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return malformed("");
  if (message.version() != 1) {
    return problem("message-unknown", "The version of the message is not 1.", "1", "Set version to 1.");
  }
  if (message.body_case() == kaksonen::v1::ClientMessage::BODY_NOT_SET) {
    return problem("message-unknown", "The message has no body that this server knows.", "",
                   "Send subscribe, unsubscribe or ping.");
  }
  return message;
}

}  // namespace server

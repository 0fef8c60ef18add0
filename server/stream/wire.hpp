#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "proto/stream.pb.h"
#include "twin_core/base/result.hpp"

namespace server {

/// What a message may hold, counted on the bytes before anything is allocated for it: 2 bytes on the
/// wire can become 242 bytes in memory, so a size limit alone is none.
struct WireLimits {
  int depth = 16;
  std::size_t elements = 4096;        ///< of one field in one message
  std::size_t unknown_fields = 64;
};

/// A message as far as counting needs to know it.
struct WireField {
  enum class Kind { kVarint, kText, kBytes, kMessage, kFloat, kDouble };
  unsigned number = 0;
  Kind kind = Kind::kVarint;
  std::span<const WireField> message = {};  ///< fields of a kMessage
};

/// Walks the bytes of a Protobuf message without building it. Fields that the schema does not know
/// count as messages when their bytes read as one, and their fixed 4- and 8-byte values as numbers;
/// texts that it knows must be UTF-8.
/// Errors, with the path of field numbers as place: `message-malformed`, `message-too-deep`,
/// `too-many-elements`, `number-not-finite`.
twin::Status check_wire(std::string_view bytes, std::span<const WireField> schema, const WireLimits& limits = {});

/// Counts, then parses, a message from a client of the stream. Pure: nothing but the bytes decides.
/// Errors: those of `check_wire`, and `message-unknown` (version, or no body that we know).
twin::Result<kaksonen::v1::ClientMessage> decode_client_message(std::string_view bytes);

}  // namespace server

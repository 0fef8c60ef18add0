// Whatever a client of the stream sends is taken or refused with a code; what is taken was counted first.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/stream/wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto message = server::decode_client_message(bytes);
  if (message) {
    // A message that was taken comes back the same from its own bytes.
    const auto again = server::decode_client_message(message->SerializeAsString());
    if (!again || again->SerializeAsString() != message->SerializeAsString()) std::abort();
    if (message->subscribe().variables_size() > 4096) std::abort();
  } else if (message.problem().code.empty() || message.problem().message.empty()) {
    std::abort();
  }
  return 0;
}

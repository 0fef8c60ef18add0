#include "server/stream/wire.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

namespace server {
namespace {

std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7f) | 0x80);
  return out + static_cast<char>(value);
}
std::string tag(unsigned field, unsigned type) { return varint(field << 3 | type); }
std::string nested(unsigned field, const std::string& content) { return tag(field, 2) + varint(content.size()) + content; }
const std::string kVersion = tag(1, 0) + varint(1);

std::string code_of(const std::string& bytes) {
  const auto message = decode_client_message(bytes);
  return message ? "taken" : message.problem().code;
}

kaksonen::v1::ClientMessage subscribe() {
  kaksonen::v1::ClientMessage out;
  out.set_version(1);
  out.set_request_id(7);
  out.mutable_subscribe()->set_branch("main");
  out.mutable_subscribe()->add_variables("year");
  out.mutable_subscribe()->set_after_sequence(300);
  return out;
}

TEST(Wire, TakesWhatTheSchemaSays) {
  const auto message = decode_client_message(subscribe().SerializeAsString());
  ASSERT_TRUE(message);
  EXPECT_EQ(message->request_id(), 7u);
  EXPECT_EQ(message->subscribe().variables(0), "year");
  // Text is text, also when its bytes would read as messages a hundred deep.
  auto deep = subscribe();
  deep.mutable_subscribe()->set_branch(std::string(200, '\x0a'));
  EXPECT_EQ(code_of(deep.SerializeAsString()), "taken");
  // A field of a newer client is skipped.
  EXPECT_EQ(code_of(subscribe().SerializeAsString() + nested(99, "later")), "taken");
}

TEST(Wire, PB01_Deep) {
  for (const unsigned field : {3u, 9u}) {
    std::string message;
    for (int i = 0; i < 101; ++i) message = nested(field, message);
    EXPECT_EQ(code_of(kVersion + message), "message-too-deep") << "field " << field;
  }
  std::string groups;
  for (int i = 0; i < 101; ++i) groups += tag(9, 3);
  EXPECT_EQ(code_of(kVersion + groups), "message-too-deep");
  // 15 inside the envelope are 16 in all: the limit itself is allowed.
  std::string allowed = tag(2, 0) + varint(1);
  for (int i = 0; i < 15; ++i) allowed = nested(9, allowed);
  EXPECT_EQ(code_of(subscribe().SerializeAsString() + allowed), "taken");
  EXPECT_EQ(code_of(subscribe().SerializeAsString() + nested(9, allowed)), "message-too-deep");
}

TEST(Wire, PB02_Swollen) {
  std::string swollen = kVersion;
  for (int i = 0; i < 100'000; ++i) swollen += nested(3, "");
  EXPECT_EQ(code_of(swollen), "too-many-elements");
  auto variables = subscribe();
  for (int i = 1; i < 4096; ++i) variables.mutable_subscribe()->add_variables("v");
  EXPECT_EQ(code_of(variables.SerializeAsString()), "taken");
  variables.mutable_subscribe()->add_variables("one too many");
  EXPECT_EQ(code_of(variables.SerializeAsString()), "too-many-elements");
  std::string unknown = subscribe().SerializeAsString();
  for (unsigned i = 0; i < 65; ++i) unknown += tag(100 + i, 0) + varint(1);
  EXPECT_EQ(code_of(unknown), "too-many-elements");
}

TEST(Wire, PB03_NotANumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::string easting(8, '\0');
  std::memcpy(easting.data(), &nan, 8);
  const auto message = decode_client_message(kVersion + nested(12, tag(2, 1) + easting));
  ASSERT_FALSE(message);
  EXPECT_EQ(message.problem().code, "number-not-finite");
  EXPECT_EQ(message.problem().place, "field 12.2");
  EXPECT_EQ(code_of(kVersion + tag(12, 5) + std::string("\x00\x00\x80\x7f", 4)), "number-not-finite");  // infinity
}

TEST(Wire, PB04_CutOff) {
  EXPECT_EQ(code_of(tag(3, 2) + varint(127) + "abc"), "message-malformed");
  EXPECT_EQ(code_of("\xff"), "message-malformed");
  EXPECT_EQ(code_of(tag(1, 0)), "message-malformed");
  EXPECT_EQ(code_of(std::string(12, '\xff')), "message-malformed");   // a varint of more than 64 bits
  EXPECT_EQ(code_of(kVersion + tag(0, 0) + varint(1)), "message-malformed");  // field 0
  EXPECT_EQ(code_of(kVersion + tag(9, 4)), "message-malformed");              // the end of no group
  EXPECT_EQ(code_of(kVersion + tag(9, 6)), "message-malformed");              // no such wire type
  auto text = subscribe();
  std::string bytes = text.SerializeAsString();
  bytes.replace(bytes.find("main"), 2, "\xc3\x28");
  EXPECT_EQ(code_of(bytes), "message-malformed");
  // Every prefix is either taken or refused with a code, and never more than that.
  const std::string whole = subscribe().SerializeAsString();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(code_of(whole.substr(0, length)), "") << length;
  }
}

TEST(Wire, VersionAndBodyMustBeKnown) {
  auto later = subscribe();
  later.set_version(2);
  EXPECT_EQ(code_of(later.SerializeAsString()), "message-unknown");
  EXPECT_EQ(code_of(kVersion), "message-unknown");
  EXPECT_EQ(code_of(""), "message-unknown");
}

}  // namespace
}  // namespace server

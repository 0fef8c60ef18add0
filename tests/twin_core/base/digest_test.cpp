#include "twin_core/base/digest.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Digest, IsSha256AsTheStandardPrintsIt) {
  // FIPS 180-2, appendix B.1 and B.2; the empty text from NIST's short-message vectors.
  EXPECT_EQ(twin::sha256("abc").hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(twin::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex(),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(twin::sha256("").hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digest, HexGoesBothWaysAndRefusesAnythingElse) {
  const twin::Digest digest = twin::sha256("abc");
  EXPECT_EQ(twin::Digest::from_hex(digest.hex()), digest);
  EXPECT_EQ(digest.short_hex(), "ba7816bf8f01");
  EXPECT_FALSE(twin::Digest::from_hex(digest.hex().substr(1)));
  EXPECT_FALSE(twin::Digest::from_hex(digest.hex() + "0"));
  EXPECT_FALSE(twin::Digest::from_hex("g" + digest.hex().substr(1)));
  EXPECT_TRUE(twin::Digest{}.is_nothing());
  EXPECT_FALSE(digest.is_nothing());
}

}  // namespace

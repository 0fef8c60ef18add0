#include "server/http/header_gate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "twin_core/base/catalogue.hpp"

namespace server {
namespace {

struct Case {
  std::string name, block, code;
  int status;
};

std::string post(const std::string& fields) { return "POST /x HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }
std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"; }

// The table of what Boost.Beast 1.74 lets through, measured by the project, and what must be answered;
// with the request-smuggling cases of RFC 9112, section 11.2.
const std::vector<Case> kRefused = {
    {"length then chunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), "framing-ambiguous", 400},
    {"chunked then length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), "framing-ambiguous", 400},
    {"gzip and length", post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n"), "framing-ambiguous", 400},
    {"gzip alone", post("Transfer-Encoding: gzip\r\n"), "framing-ambiguous", 400},
    {"invented coding", post("Transfer-Encoding: xchunked\r\n"), "framing-ambiguous", 400},
    {"chunked not last", post("Transfer-Encoding: chunked, gzip\r\n"), "framing-ambiguous", 400},
    {"chunked twice in one field", post("Transfer-Encoding: chunked, chunked\r\n"), "framing-ambiguous", 400},
    {"chunked with a parameter", post("Transfer-Encoding: chunked;q=1\r\n"), "framing-ambiguous", 400},
    {"empty coding", post("Transfer-Encoding:\r\n"), "framing-ambiguous", 400},
    {"gzip before chunked", post("Transfer-Encoding: gzip, chunked\r\n"), "transfer-coding-unsupported", 501},
    {"identity and chunked", post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n"), "framing-ambiguous", 400},
    {"chunked in HTTP/1.0", "POST /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "framing-ambiguous", 400},
    {"coding behind a vertical tab", post("Transfer-Encoding: \x0b"
                                          "chunked\r\n"),
     "request-malformed", 400},
    {"two equal lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n"), "framing-ambiguous", 400},
    {"two different lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n"), "framing-ambiguous", 400},
    {"length list", post("Content-Length: 5, 5\r\n"), "request-malformed", 400},
    {"length with sign", post("Content-Length: +5\r\n"), "request-malformed", 400},
    {"negative length", post("Content-Length: -5\r\n"), "request-malformed", 400},
    {"hexadecimal length", post("Content-Length: 0x5\r\n"), "request-malformed", 400},
    {"length with a space", post("Content-Length: 5 6\r\n"), "request-malformed", 400},
    {"empty length", post("Content-Length:\r\n"), "request-malformed", 400},
    {"length of 2^64", post("Content-Length: 18446744073709551616\r\n"), "request-malformed", 400},
    {"no host", "GET / HTTP/1.1\r\nAccept: x\r\n\r\n", "host-header", 400},
    {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "host-header", 400},
    {"two hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", "host-header", 400},
    {"empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "host-header", 400},
    {"host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "host-header", 400},
    {"bare line feed", "GET / HTTP/1.1\nHost: a\r\n\r\n", "request-malformed", 400},
    {"bare carriage return", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", "request-malformed", 400},
    {"NUL", std::string("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 34), "request-malformed", 400},
    {"control character", "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01\r\n\r\n", "request-malformed", 400},
    {"delete character", "GET / HTTP/1.1\r\nHost: a\r\nX: a\x7f\r\n\r\n", "request-malformed", 400},
    {"space before colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "request-malformed", 400},
    {"tab before colon", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length\t: 5\r\n\r\n", "request-malformed", 400},
    {"empty name", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", "request-malformed", 400},
    {"no colon", "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", "request-malformed", 400},
    {"folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", "request-malformed", 400},
    {"folded first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "request-malformed", 400},
    {"target without slash", get("etc/x"), "request-malformed", 400},
    {"absolute target", get("http://a/x"), "request-malformed", 400},
    {"asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "request-malformed", 400},
    {"raw UTF-8 in target", get("/p\xc3\xa4iv\xc3\xa4"), "request-malformed", 400},
    {"half an escape", get("/a%2"), "request-malformed", 400},
    {"escape of no digits", get("/a%zz"), "request-malformed", 400},
    {"fragment", get("/a#b"), "request-malformed", 400},
    {"backslash", get("/a\\b"), "request-malformed", 400},
    {"long target", get("/" + std::string(8000, 'a')), "target-too-long", 414},
    {"double space", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "request-malformed", 400},
    {"tab in request line", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", "request-malformed", 400},
    {"HTTP/0.9", "GET /\r\n\r\n", "request-malformed", 400},
    {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "http-version-unsupported", 505},
    {"HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "http-version-unsupported", 505},
    {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n", "http-version-unsupported", 505},
    {"long version", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", "request-malformed", 400},
    {"small http", "GET / http/1.1\r\nHost: a\r\n\r\n", "request-malformed", 400},
    {"method with a slash", "G/T / HTTP/1.1\r\nHost: a\r\n\r\n", "request-malformed", 400},
    {"small method", "get / HTTP/1.1\r\nHost: a\r\n\r\n", "method-unknown", 501},
    {"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "method-unknown", 501},
    {"compressed body", post("Content-Length: 5\r\nContent-Encoding: gzip\r\n"), "content-encoding-refused", 415},
    {"strange expectation", post("Content-Length: 5\r\nExpect: tea\r\n"), "expectation-unsupported", 417},
};

TEST(HeaderGate, RefusesWhatTwoReadersCouldReadDifferently) {
  for (const Case& c : kRefused) {
    const auto head = check_header_block(c.block);
    ASSERT_FALSE(head) << c.name << " was let through";
    EXPECT_EQ(head.problem().code, c.code) << c.name << ": " << head.problem().message;
    const auto* kind = twin::find_problem_kind(head.problem().code);
    ASSERT_NE(kind, nullptr) << c.code << " is no row of the catalogue";
    EXPECT_EQ(kind->http_status, c.status) << c.name;
  }
}

std::string with_fields(std::size_t count, const std::string& field) {
  std::string block = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (std::size_t i = 1; i < count; ++i) block += field;
  return block + "\r\n";
}

TEST(HeaderGate, LimitsHoldAtTheLimitAndOneBeyond) {
  EXPECT_TRUE(check_header_block(with_fields(100, "a: b\r\n")));
  const auto flood = check_header_block(with_fields(101, "a: b\r\n"));
  ASSERT_FALSE(flood);
  EXPECT_EQ(flood.problem().code, "too-many-fields");

  const std::string frame = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n";
  const auto block_of = [&](std::size_t size) {
    return "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(size - frame.size(), 'x') + "\r\n\r\n";
  };
  EXPECT_TRUE(check_header_block(block_of(16384)));
  const auto large = check_header_block(block_of(16385));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.problem().code, "header-too-large");
}

TEST(HeaderGate, PassesAnOrdinaryRequestWithItsMeaning) {
  const auto head = check_header_block(
      "PATCH /branches/a%20b?x=1 HTTP/1.1\r\nHOST: localhost:8080\r\nConnection: keep-alive, Upgrade\r\n"
      "X-Author:  P\xc3\xa4ivi \t\r\nContent-Length: 17\r\nExpect: 100-Continue\r\n\r\n");
  ASSERT_TRUE(head) << head.problem().message;
  EXPECT_EQ(head->method, "PATCH");
  EXPECT_EQ(head->target, "/branches/a%20b?x=1");
  EXPECT_EQ(head->field("x-author"), "P\xc3\xa4ivi");
  EXPECT_EQ(head->content_length, 17u);
  EXPECT_TRUE(head->expect_continue);
  EXPECT_TRUE(head->keep_alive);
  EXPECT_FALSE(head->chunked);

  const auto old = check_header_block("GET / HTTP/1.0\r\n\r\n");
  ASSERT_TRUE(old);
  EXPECT_FALSE(old->keep_alive);
  const auto chunked = check_header_block("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: Chunked\r\n\r\n");
  ASSERT_TRUE(chunked);
  EXPECT_TRUE(chunked->chunked);
  EXPECT_FALSE(chunked->keep_alive);
}

TEST(HeaderGate, AnUnfinishedBlockIsRefusedAsSoonAsItCannotBecomeGood) {
  EXPECT_FALSE(check_unfinished_block("GET / HTTP/1.1\r\nHost: a\r"));
  EXPECT_TRUE(check_unfinished_block("GET / HTTP/1.1\nHost: a\n\n"));
  EXPECT_TRUE(check_unfinished_block(std::string("GE\0T", 4)));
  EXPECT_TRUE(check_unfinished_block(std::string(16384, 'a')));
  std::string flood = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < 101; ++i) flood += "a:\r\n";
  ASSERT_TRUE(check_unfinished_block(flood));
  EXPECT_EQ(check_unfinished_block(flood)->code, "too-many-fields");
}

}  // namespace
}  // namespace server

#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "geo/io/xml_bytes.hpp"

namespace geo {

/// A stretch of a document in memory.
struct XmlBlock {
  static constexpr std::size_t kUsual = std::size_t{256} << 10;
  static constexpr std::size_t kFirst = std::size_t{128} << 10;  ///< of a document: what it is about is in it
  /// So much of earlier blocks may stand before a block.
  static constexpr std::size_t kMostKept = std::size_t{1} << 20;
  static constexpr std::size_t kBehind = xml_bytes::kPadding + 1;

  char* begin = nullptr;        ///< kBehind bytes may be touched behind the last one
  std::size_t size = 0;         ///< ends with a whole character, unless it is the last one or a byte is no character
  xml_bytes::Checked checked;
  bool ended = false;           ///< nothing comes after it
  bool bad = false;             ///< because the stream cannot be read
  /// Begins and ends right behind the end tag that `read` was given: as far as that text tells, between two elements.
  bool between = false;
  std::uint64_t line = 1;       ///< in which it begins
  std::uint64_t lines = 0;      ///< line ends in it
  std::size_t last_line = 0;    ///< where the last line begins in it; 0 without a line end

  std::string_view text() const { return {begin, size}; }
};

/// Reads a document block by block: unpacked, checked, its lines counted.
class XmlBlockReader {
 public:
  /// @param usual  bytes of a block, [64, XmlBlock::kUsual]
  explicit XmlBlockReader(std::istream& in, std::size_t usual = XmlBlock::kUsual) : in_(in), usual_(usual) {}

  /// Memory for one block and what may be kept in front of it.
  std::unique_ptr<char[]> room() const;

  /// The next block, into memory that `room` gave. Not to be called after one that has ended or holds what is no
  /// character.
  /// @param end_tag  a block ends behind the last of these that it holds; empty: wherever it is full
  XmlBlock read(char* room, std::string_view end_tag);

  /// What was read and is in no block yet; gone then.
  std::string rest();

 private:
  void count_lines(XmlBlock& block) const;

  std::istream& in_;
  const std::size_t usual_;
  std::string carried_;     ///< what stood in the last block behind its end
  bool first_ = true;
  bool input_ended_ = false, input_bad_ = false;
  bool at_seam_ = false;    ///< the last block ended behind an end tag
  bool after_return_ = false;
  std::uint64_t line_ = 1;
};

}  // namespace geo

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace geo {

/// A document read up to somewhere between two tags, for `XmlStream` to go on with.
struct XmlHandover {
  struct Open {
    std::string name;          ///< as it stands in the tag: "bldg:Building"
    std::string declarations;  ///< of namespaces in that tag, each with a blank before
  };
  std::vector<Open> open;             ///< elements around, outermost first
  bool root_closed = false;           ///< the root element has been there
  std::uint64_t line = 1;             ///< where `rest` begins
  std::uint64_t characters = 0;       ///< of that line before it
  std::uint64_t byte = 0;             ///< of the document before it
  std::string rest;                   ///< what was read of the document but not taken
};

}  // namespace geo

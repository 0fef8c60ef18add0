#pragma once

#include <memory>
#include <utility>

#include "geo/io/xml_forks.hpp"
#include "geo/io/xml_scan.hpp"

namespace geo {

/// What one thread needs to hear stretches of a document by itself.
class XmlStretches {
 public:
  /// @param around  the root element
  XmlStretches(std::unique_ptr<XmlFork> fork, XmlScan::Around around)
      : fork_(std::move(fork)), around_(std::move(around)), scan_(*fork_, names_) {}

  /// Null when it has to be heard in its turn.
  std::unique_ptr<XmlHeard> hear(const XmlBlock& stretch) {
    if (scan_.hear(stretch, around_)) return fork_->take_heard();
    fork_->forget();
    return nullptr;
  }

 private:
  std::unique_ptr<XmlFork> fork_;
  const XmlScan::Around around_;
  XmlNames names_;
  XmlScan scan_;
};

}  // namespace geo

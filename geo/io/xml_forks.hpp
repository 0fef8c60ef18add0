#pragma once

#include <memory>

#include "geo/io/xml_events.hpp"

namespace geo {

/// What was heard of a stretch of a document, for the one who hears the document as a whole.
class XmlHeard {
 public:
  virtual ~XmlHeard() = default;
};

/// Hears stretches of a document that begin and end between two children of the root element, knowing nothing of
/// what is before. Where it would have to know, it stops the reading. For one thread at a time.
class XmlFork : public XmlHandler {
 public:
  /// What was heard since this was asked last.
  virtual std::unique_ptr<XmlHeard> take_heard() = 0;
  /// Forgets what it heard of a stretch that has no good end.
  virtual void forget() = 0;
};

/// Of a handler that lets others hear for it.
class XmlForks {
 public:
  virtual ~XmlForks() = default;
  /// Knows of the document what the handler knows at this moment, between two children of the root element or within one.
  virtual std::unique_ptr<XmlFork> fork() = 0;
  /// Makes it as if the handler had heard all that itself, just now, between two children of the root element.
  /// @returns false, and nothing has happened, when that is not the same
  virtual bool take(XmlHeard& heard) = 0;
};

}  // namespace geo

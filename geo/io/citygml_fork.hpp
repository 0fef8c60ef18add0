#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "geo/io/citygml_handler.hpp"
#include "geo/io/xml_forks.hpp"

namespace geo {

/// What was read of a stretch of a file, to be gone on with when its turn comes. Its memory is used again and again.
class CityGmlRecord final : public CityGmlAside {
 public:
  void begin(const CityGmlSeed& seed);
  void add(twin::Finding&& finding) override { entries_[count_].findings.push_back(std::move(finding)); }
  bool put(CityGmlAtHand& object) override;

  const CityGmlSeed& seed() const { return seed_; }
  void play(CityGmlDelivery& to, CityGmlHandler& handler);

 private:
  struct Entry {
    std::vector<twin::Finding> findings;  ///< before the object's end
    CityGmlAtHand object;
  };

  CityGmlSeed seed_;  ///< with which it was read
  std::deque<Entry> entries_;
  std::size_t count_ = 0;  ///< objects; findings behind the last one are in the entry after it
};

/// Records that nobody needs at the moment.
class CityGmlRecords {
 public:
  std::unique_ptr<CityGmlRecord> get();
  void give_back(std::unique_ptr<CityGmlRecord> record);

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<CityGmlRecord>> free_;
};

/// Lets others read stretches of a file for the handler of the whole.
class CityGmlForks final : public XmlForks {
 public:
  CityGmlForks(CityGmlHandler& handler, CityGmlDelivery& out) : handler_(handler), out_(out) {}

  std::unique_ptr<XmlFork> fork() override;
  bool take(XmlHeard& heard) override;

 private:
  CityGmlHandler& handler_;
  CityGmlDelivery& out_;
  CityGmlRecords records_;
};

}  // namespace geo

#include "geo/io/citygml_fork.hpp"

#include <utility>

namespace geo {
namespace {

/// Beyond these a stretch is read in its turn, and memory is not kept for the next one.
constexpr std::size_t kMostObjects = 1024, kObjectsKept = 256, kPointsKept = 4096, kRecordsKept = 32;

struct Heard final : XmlHeard {
  explicit Heard(std::unique_ptr<CityGmlRecord> of) : record(std::move(of)) {}
  std::unique_ptr<CityGmlRecord> record;
};

/// Reads stretches of a file between two members of the city model.
class CityGmlFork final : public XmlFork {
 public:
  CityGmlFork(CityGmlSeed seed, CityGmlHandler::Options options, CityGmlRecords& records)
      : seed_(std::move(seed)), options_(options), records_(records) {
    forget();
  }

  void start_element(XmlSource& stream, const XmlName& name, const XmlAttributes& attributes) override {
    handler_->start_element(stream, name, attributes);
  }
  void end_element(XmlSource& stream) override { handler_->end_element(stream); }
  void text(XmlSource& stream, std::string_view piece) override { handler_->text(stream, piece); }

  std::unique_ptr<XmlHeard> take_heard() override {
    auto heard = std::make_unique<Heard>(std::move(record_));
    next_record();
    handler_->put_aside_to(*record_);
    return heard;
  }
  void forget() override {
    next_record();
    handler_ = std::make_unique<CityGmlHandler>(*record_, options_, seed_);
  }

 private:
  void next_record() {
    record_ = records_.get();
    record_->begin(seed_);
  }

  const CityGmlSeed seed_;
  const CityGmlHandler::Options options_;
  CityGmlRecords& records_;
  std::unique_ptr<CityGmlRecord> record_;
  std::unique_ptr<CityGmlHandler> handler_;
};

}  // namespace

void CityGmlRecord::begin(const CityGmlSeed& seed) {
  seed_ = seed;
  tally = {};
  tally.summary.srs_name = seed.srs_name;
  if (entries_.size() > kObjectsKept) entries_.resize(kObjectsKept);
  if (entries_.empty()) entries_.emplace_back();
  for (auto& entry : entries_) {
    entry.findings.clear();
    if (entry.object.graph_.points.capacity() > kPointsKept) entry = {};
  }
  count_ = 0;
}

bool CityGmlRecord::put(CityGmlAtHand& object) {
  if (count_ == kMostObjects) return false;
  object.move_to(entries_[count_].object);
  if (++count_ == entries_.size()) entries_.emplace_back();
  return true;
}

void CityGmlRecord::play(CityGmlDelivery& to, CityGmlHandler& handler) {
  for (std::size_t i = 0; i <= count_; ++i) {
    for (auto& finding : entries_[i].findings) to.add(std::move(finding));
    if (i < count_) handler.take(entries_[i].object);
  }
}

std::unique_ptr<CityGmlRecord> CityGmlRecords::get() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      auto out = std::move(free_.back());
      free_.pop_back();
      return out;
    }
  }
  return std::make_unique<CityGmlRecord>();
}

void CityGmlRecords::give_back(std::unique_ptr<CityGmlRecord> record) {
  const std::lock_guard lock(mutex_);
  if (free_.size() < kRecordsKept) free_.push_back(std::move(record));
}

std::unique_ptr<XmlFork> CityGmlForks::fork() {
  return std::make_unique<CityGmlFork>(handler_.seed(), handler_.options(), records_);
}

bool CityGmlForks::take(XmlHeard& heard) {
  auto& record = static_cast<Heard&>(heard).record;
  if (!(record->seed() == handler_.seed()) || !out_.tally.has_room_for(record->tally)) return false;
  out_.tally.add(std::move(record->tally));
  record->play(out_, handler_);
  records_.give_back(std::move(record));
  return true;
}

}  // namespace geo

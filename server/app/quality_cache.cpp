#include "server/app/quality_cache.hpp"

#include <chrono>

namespace server {
namespace {

constexpr std::size_t kStates = 4, kReports = 8;

}  // namespace

int QualityCache::current_year() {
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
  return static_cast<int>(today.year());
}

twin::Result<std::shared_ptr<const geo::CityQuality>> QualityCache::of(const twin::Snapshot& state,
                                                                       const geo::ShapeLoader& shapes,
                                                                       const geo::Progress& progress) {
  const std::scoped_lock lock(mutex_);
  const int year = current_year();
  for (auto entry = recent_.begin(); entry != recent_.end(); ++entry) {
    if ((*entry)->state() != state || (*entry)->current_year() != year) continue;
    recent_.splice(recent_.begin(), recent_, entry);
    return recent_.front();
  }
  geo::JudgeOptions options;
  options.current_year = year;
  options.progress = progress;
  const geo::CityQuality* before = recent_.empty() ? nullptr : recent_.front().get();
  TWIN_TRY(auto quality, geo::judge_city(state, shapes, options, before));
  judged_ += quality->judged();
  recent_.push_front(quality);
  if (recent_.size() > kStates) recent_.pop_back();
  return quality;
}

std::shared_ptr<const std::string> QualityCache::written(const geo::CityQuality& quality, const std::string& key) {
  const std::scoped_lock lock(mutex_);
  for (auto entry = written_.begin(); entry != written_.end(); ++entry) {
    if (entry->quality.get() != &quality || entry->key != key) continue;
    written_.splice(written_.begin(), written_, entry);
    return written_.front().bytes;
  }
  return nullptr;
}

void QualityCache::keep(const std::shared_ptr<const geo::CityQuality>& quality, const std::string& key,
                        std::shared_ptr<const std::string> bytes) {
  const std::scoped_lock lock(mutex_);
  written_.push_front({quality, key, std::move(bytes)});
  if (written_.size() > kReports) written_.pop_back();
}

std::size_t QualityCache::judged() const {
  const std::scoped_lock lock(mutex_);
  return judged_;
}

}  // namespace server

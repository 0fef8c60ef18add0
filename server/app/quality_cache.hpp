#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "geo/io/report/city_quality.hpp"

namespace server {

/// Judged branch states and the reports written of them. A state is judged once; one that follows it judges only the
/// buildings that changed. Thread-safe: who asks for a state that somebody is judging waits for that answer.
class QualityCache {
 public:
  /// The findings of a state. Errors: those of `shapes`.
  twin::Result<std::shared_ptr<const geo::CityQuality>> of(const twin::Snapshot& state, const geo::ShapeLoader& shapes,
                                                           const geo::Progress& progress = {});

  /// A report of the state that was written before; null: none. `key` names form, language and question.
  std::shared_ptr<const std::string> written(const geo::CityQuality& quality, const std::string& key);
  void keep(const std::shared_ptr<const geo::CityQuality>& quality, const std::string& key,
            std::shared_ptr<const std::string> bytes);

  std::size_t judged() const;  ///< buildings judged so far, for tests
  static int current_year();   ///< what "completed in the future" is measured by

 private:
  struct Written {
    std::shared_ptr<const geo::CityQuality> quality;
    std::string key;
    std::shared_ptr<const std::string> bytes;
  };

  mutable std::mutex mutex_;
  std::list<std::shared_ptr<const geo::CityQuality>> recent_;  ///< newest first
  std::list<Written> written_;
  std::size_t judged_ = 0;
};

}  // namespace server

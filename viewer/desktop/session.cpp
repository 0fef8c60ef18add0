#include "viewer/desktop/session.hpp"

#include <algorithm>
#include <cstdio>

namespace viewer {
namespace {

const std::vector<std::string> kVariables{"year", "storeys", "use", "height", "floor_area_used"};

void print_latency(const Arrived& arrived) {
  const auto& kpi = arrived.message.kpi();
  if (kpi.edit_received_unix_us() == 0) return;
  const double milliseconds = static_cast<double>(arrived.unix_us - kpi.edit_received_unix_us()) / 1000;
  std::printf("kpi %llu %s %.3f\n", static_cast<unsigned long long>(arrived.message.sequence()), kpi.plan_unit().c_str(),
              milliseconds);
  std::fflush(stdout);
}

}  // namespace

Session::Session(Address address, const Options& options, Picture& picture)
    : options_(options), picture_(picture), live_(address, options.branch, kVariables),
      downloads_(address, options.branch), study_(address, options.branch), pending_select_(options.select), camera_is_own_(options.camera.has_value()) {
  if (options.camera) picture_.camera = *options.camera;
}

bool Session::pump() {
  bool changed = take_messages();
  changed = take_downloads() || changed;
  settle_choice();
  changed = take_study() || changed;
  if (changed) frame_if_wanted();
  return picture_.set_progress(progress()) || changed;
}

bool Session::take_messages() {
  bool changed = false;
  for (const auto& arrived : live_.take(picture_.stream())) {
    const auto effect = picture_.apply(arrived.message);
    if (effect.kpi && options_.print_latency) print_latency(arrived);
    if (effect.tiles_changed) downloads_.want_city(picture_.stream().subscribed()->tileset_path());
    if (effect.out_of_order) {
      live_.restart();
      return true;
    }
    if (!effect.problem.empty() && !picture_.stream().subscribed()) fatal_ = effect.problem;
    changed = true;
  }
  if (!live_.ever_open() && !live_.lost_because().empty()) {
    fatal_ = options_.connect + ": " + live_.lost_because() + ". Start the server with: kaksonen serve";
  }
  return changed;
}

bool Session::take_downloads() {
  bool changed = false;
  for (auto& download : downloads_.take()) {
    changed = true;
    if (download.list) {
      listed_ = true;
      tiles_problem_.clear();
      picture_.show_list(*download.list);
    } else if (download.tile) {
      picture_.add_tile(download.name, std::move(download.tile));
    } else if (download.card) {
      picture_.set_building_card(download.name, *download.card, download.quality);
    } else {
      tiles_problem_ = download.problem;
      if (download.name.empty()) {
        if (!listed_) fatal_ = download.problem;
      } else {
        picture_.give_up_tile(download.name);
      }
    }
  }
  return changed;
}

bool Session::take_study() {
  const auto& stream = picture_.stream();
  if (!stream.caught_up()) return false;
  const auto& choice = picture_.choice();
  StudyOrder order;
  const auto unit = choice.unit ? stream.units().find(*choice.unit) : stream.units().end();
  if (unit != stream.units().end() && (!choice.massing.empty() || !choice.sun.empty())) {
    order.unit = *choice.unit;
    order.massing = choice.massing;
    order.sun = choice.sun;
    order.value_digest = unit->second.state.value_digest_hex();
    order.placed = stream.subscribed()->placed_on_globe();
    const auto& matrix = stream.subscribed()->scene_to_ecef();
    for (int i = 0; i < std::min(16, matrix.size()); ++i) order.scene_to_ecef.m[static_cast<std::size_t>(i)] = matrix[i];
  }
  study_.want(order);
  auto news = study_.take();
  if (!news) return false;
  study_problem_ = news->problem;
  study_progress_ = news->progress;
  picture_.show_study(std::move(news->massing), std::move(news->sun), std::move(news->replaced));
  return true;
}

void Session::settle_choice() {
  if (!pending_select_.empty()) {
    if (const auto feature = picture_.city().feature_of(pending_select_)) {
      picture_.choose_building(feature);
      pending_select_.clear();
      frame_if_wanted();
    } else if (picture_.stream().units().contains(pending_select_)) {
      picture_.choose_unit(pending_select_);
      pending_select_.clear();
      frame_if_wanted();
    }
  } else if (!chosen_ && picture_.stream().caught_up() && !picture_.stream().units().empty()) {
    if (!picture_.choice().unit && options_.select.empty()) picture_.step_unit(1);
    chosen_ = true;
    frame_if_wanted();
  }
  if (picture_.choice().building != card_wanted_) {
    card_wanted_ = picture_.choice().building;
    if (card_wanted_) {
      const auto& city = picture_.city();
      downloads_.want_card(city.is_around(*card_wanted_) ? "city-objects" : "buildings", city.id_of(*card_wanted_));
    }
  }
}

void Session::frame_if_wanted() {
  // Once all was there the camera stays, whatever edits do to the city.
  if (!camera_is_own_ && !settled_) picture_.frame(options_.width, options_.height, options_.select.empty());
  settled_ = settled_ || (complete() && pending_select_.empty());
}

bool Session::complete() const {
  return picture_.stream().caught_up() && listed_ && !downloads_.busy() && !study_.busy() &&
         picture_.stream().values().contains(picture_.choice().variable);
}

std::string Session::progress() const {
  const auto language = options_.language;
  if (!picture_.stream().subscribed()) return word("connecting", language) + ": " + options_.connect;
  if (const auto lost = live_.lost_because(); !lost.empty()) return word("reconnecting", language) + " (" + lost + ")";
  const auto [there, all] = downloads_.progress();
  if (downloads_.busy() && there < all) {
    return word("loading tiles", language) + " " + std::to_string(there) + " / " + std::to_string(all);
  }
  if (study_.busy()) return word("computing", language) + " " + number_text(100 * study_progress_, 0, language) + "\u00a0%";
  if (!study_problem_.empty()) return study_problem_;
  if (!tiles_problem_.empty()) return word("tiles missing", language) + ": " + tiles_problem_;
  if (const auto missing = not_found(); !missing.empty()) return word("not found", language) + ": " + missing;
  if (listed_ && all == 0) return word("empty city", language);
  return {};
}

}  // namespace viewer

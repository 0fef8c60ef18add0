#pragma once

#include <string>
#include <utility>

namespace viewer {

/// A value, or one sentence for the person in front of the screen. `problem` empty = the value counts.
template <class T>
struct Outcome {
  T value{};
  std::string problem;
  explicit operator bool() const { return problem.empty(); }
  static Outcome failed(std::string sentence) { return {T{}, std::move(sentence)}; }
};

}  // namespace viewer

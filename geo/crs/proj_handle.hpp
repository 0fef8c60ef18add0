#pragma once

#include <proj.h>

#include <memory>

namespace geo {

struct ProjContextDeleter {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct ProjDeleter {
  void operator()(PJ* object) const { proj_destroy(object); }
};
using ProjContext = std::unique_ptr<PJ_CONTEXT, ProjContextDeleter>;
using ProjObject = std::unique_ptr<PJ, ProjDeleter>;

/// A context of its own: never the network, never a message to the terminal.
ProjContext make_proj_context();

/// The system with this EPSG code, or null. Only integers reach PROJ, never a text from outside.
ProjObject epsg_object(PJ_CONTEXT* context, int code);

/// A transformation between two codes, easting or longitude first on both sides; null when PROJ has
/// none that is better than pretending the datums were equal.
ProjObject epsg_transformation(PJ_CONTEXT* context, int from, int to);

}  // namespace geo

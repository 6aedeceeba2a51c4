// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Paths as a report tells them.
#pragma once

#include <span>

#include "analyze/paths.h"
#include "stallhound/report.h"

namespace stallhound::analysis {

/// See Finding.
struct ToldPath {
  std::vector<PathStep> steps;
  std::uint32_t boundary = 0;
};

/// The steps of a path, and the call at a site of the function that it leads to. Of a very long path both ends are
/// told, and the last async frame: what program generators write can be tens of thousands of calls deep.
ToldPath tell_path(const Program& program, const Labels& labels, const Path& path, FunctionIndex last,
                   const Site& site);

/// How many steps there are, with those that are not told.
std::size_t length_of(std::span<const PathStep> steps);

}  // namespace stallhound::analysis

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `stallhound rules check PACK... --against FILE`: do the headers declare what the packs name?
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "stallhound/rules.h"

namespace stallhound {

/// A source file that includes a library's headers. Its comments say how to compile it and what it lacks:
///
///   // needs: libev-dev                Debian packages; only for people and scripts
///   // flags: pkg:libev -std=c++14     compiler flags; pkg:NAME is what pkg-config --cflags NAME prints
///   // absent: ev_new: since 5.0       a name of the pack that these headers lack, and why
struct HeaderCheck {
  std::vector<std::string> files;
  std::vector<std::string> flags;  ///< For all files, after their own.
};

/// What became of it: how many names are declared and how many are listed as absent.
struct HeaderCheckCounts {
  std::size_t declared = 0;
  std::size_t absent = 0;
};

/// Parses the files and holds every name of the packs against what they declare; a name must be declared in one of
/// them. All mistakes are reported.
Result<HeaderCheckCounts> check_against_headers(const RuleSet& rules, const HeaderCheck& check);

}  // namespace stallhound

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A look at a project, for `stallhound init`: how it is built, what loops it runs on, what in it is not its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stallhound/phases.h"

namespace stallhound {

enum class BuildSystem : std::uint8_t { unknown, cmake, meson, autotools, make, bazel };
enum class Host : std::uint8_t { github, gitlab };

/// An event loop, or a way to wait for events, that sources include.
struct FoundLibrary {
  std::string name;         ///< For people: "Boost.Asio".
  std::string header;       ///< The first of its headers that was seen; empty if only include folders tell.
  std::size_t files = 0;    ///< How many sources include it.
  bool is_library = false;  ///< Not only the means to make a loop of one's own.
  bool described = false;   ///< A rule pack describes it.
};

struct Survey {
  std::string root;  ///< Absolute.
  BuildSystem build_system = BuildSystem::unknown;
  Host host = Host::github;
  std::string branch;     ///< The one that is checked out; empty if unknown.
  std::string build_dir;  ///< Of the compile database, relative to the root where it lies below; empty: there is none.
  std::size_t units = 0;
  std::vector<FoundLibrary> libraries;   ///< Most files first.
  std::vector<std::string> tests;        ///< Patterns.
  std::vector<std::string> third_party;  ///< Patterns.
  std::size_t sources = 0;               ///< Files that were looked at.
};

/// Looks at the project around a folder. `build_dir` is what the user named; mistakes in it are errors, anything else
/// that is missing is just not found. `packs` are the ids of all packs.
Result<Survey> survey(const std::string& directory, const std::string& build_dir,
                      const std::vector<std::string>& packs);

}  // namespace stallhound

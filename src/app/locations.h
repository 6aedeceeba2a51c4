// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where an installed or built stallhound finds its data.
#pragma once

#include <string>

namespace stallhound {

/// The real path of this executable; empty if the system does not tell.
std::string executable_path();

/// Folder of the rule packs that come with this executable; empty if there is none.
std::string find_rules_dir();

/// Clang's resource directory, whose include/ holds stddef.h and its like; empty if there is none.
std::string find_resource_dir();

/// Where facts are kept between scans: $XDG_CACHE_HOME/stallhound, else ~/.cache/stallhound; empty if there is no home.
std::string default_cache_dir();

}  // namespace stallhound

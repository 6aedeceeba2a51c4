// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where an installed or built stallhound finds its data.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace stallhound {

/// The real path of this executable; empty if the system does not tell.
std::string executable_path();

/// Folder of the rule packs that come with this executable; empty if there is none.
std::string find_rules_dir();

/// All folders of packs that are read without being asked for, in the order in which later ones override earlier ones:
/// those that come with the executable, those that libraries install (share/stallhound/rules.d beside them and in
/// XDG_DATA_DIRS), and the project's own (.stallhound/rules). Folders without packs are left out.
std::vector<std::string> find_pack_dirs(const std::string& project_root);

/// Packs of a project that are links to files outside of it: who checks the project out has not agreed to read them.
Diagnostics check_project_packs(const std::string& project_root);

/// The nearest folder at or above a directory that is marked as a project's root; empty if there is none.
std::string marked_root(const std::string& directory);

/// Clang's resource directory, whose include/ holds stddef.h and its like; empty if there is none.
std::string find_resource_dir();

/// Where facts are kept between scans: $XDG_CACHE_HOME/stallhound, else ~/.cache/stallhound; empty if there is no home.
std::string default_cache_dir();

}  // namespace stallhound

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/packs.h"

#include "app/configure.h"
#include "app/locations.h"

namespace stallhound {

Result<std::vector<std::string>> packs_at(const std::string& folder) {
  ScanOptions options;
  options.project.directory = folder;
  const std::string root = marked_root(folder);
  const auto config = find_config(options, folder);
  if (!config) return config.errors();
  if (*config != nullptr) {
    if (Diagnostics errors = apply_config(**config, root, options); !errors.empty()) return errors;
  }
  if (Diagnostics errors = check_project_packs(root); !errors.empty()) return errors;
  std::vector<std::string> packs = find_pack_dirs(root);
  packs.insert(packs.end(), options.rules.begin(), options.rules.end());
  return packs;
}

}  // namespace stallhound

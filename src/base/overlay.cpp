// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/overlay.h"

#include <sys/stat.h>

#include <filesystem>

namespace stallhound {
namespace {

namespace fs = std::filesystem;

/// Without links, dots and double slashes, as far as the path exists; the rest is taken as it is written.
std::string canonical(std::string_view path) {
  std::error_code error;
  const auto result = fs::weakly_canonical(fs::path(path), error);
  return error ? std::string(path) : result.string();
}

std::string_view last_part(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

void Overlay::add(std::size_t index, const std::string& path, bool there) {
  struct stat info{};
  if (::stat(path.c_str(), &info) == 0) {
    inodes_.emplace(std::pair(info.st_dev, info.st_ino), index);
    return;
  }
  if (!there) return;
  gone_.emplace(path, index);
  // The file in its folder, and each folder that went with it in the one above.
  for (fs::path at = path; at.has_relative_path(); at = at.parent_path()) {
    const auto parent = at.parent_path().string();
    names_[parent].insert(at.filename().string());
    last_parts_.insert(at.filename().string());
    std::error_code error;
    if (fs::is_directory(parent, error)) break;
    directories_.insert(parent);
  }
}

bool Overlay::may_concern(std::string_view path) const { return last_parts_.contains(last_part(path)); }

std::optional<std::size_t> Overlay::on_disk(std::uint64_t device, std::uint64_t inode) const {
  const auto known = inodes_.find({device, inode});
  return known == inodes_.end() ? std::nullopt : std::optional(known->second);
}

std::optional<std::size_t> Overlay::only_here(std::string_view path) const {
  if (!may_concern(path)) return std::nullopt;
  const auto known = gone_.find(canonical(path));
  return known == gone_.end() ? std::nullopt : std::optional(known->second);
}

bool Overlay::has_directory(std::string_view path) const {
  return may_concern(path) && directories_.contains(canonical(path));
}

const std::set<std::string, std::less<>>* Overlay::more_names(std::string_view directory) const {
  if (names_.empty()) return nullptr;
  const auto known = names_.find(canonical(directory));
  return known == names_.end() ? nullptr : &known->second;
}

}  // namespace stallhound

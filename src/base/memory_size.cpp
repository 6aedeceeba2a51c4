// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Linux tells the size of the machine in /proc/meminfo and the control groups of a process in /proc/self/cgroup, one
// per line as "id:controllers:path"; the line of version 2 names no controller. In a container that path may be the
// host's, of which only an upper part exists. The limits of all groups around a process hold, so each folder is asked.
#include "base/memory_size.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>

namespace stallhound {
namespace {

constexpr std::uint64_t mib = 1024 * 1024;

/// The number in a file; as large as can be if there is none, as in "max".
std::uint64_t limit_in(const std::filesystem::path& file) {
  std::uint64_t limit = 0;
  std::ifstream text(file);
  return text >> limit ? limit : UINT64_MAX;
}

std::uint64_t machine_memory(const std::string& root) {
  std::ifstream lines(root + "/proc/meminfo");
  std::string name;
  std::uint64_t kib = 0;
  if (lines >> name >> kib && name == "MemTotal:") return kib * 1024;
  const auto pages = ::sysconf(_SC_PHYS_PAGES);
  return pages <= 0 ? UINT64_MAX
                    : static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

/// The least limit of a group and those around it.
std::uint64_t group_limit(const std::filesystem::path& mount, std::filesystem::path group, const char* file) {
  std::uint64_t limit = UINT64_MAX;
  for (;;) {
    limit = std::min(limit, limit_in(mount / group.relative_path() / file));
    if (!group.has_relative_path()) return limit;
    group = group.parent_path();
  }
}

std::uint64_t group_limits(const std::string& root) {
  std::uint64_t limit = UINT64_MAX;
  std::ifstream lines(root + "/proc/self/cgroup");
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = ',' + line.substr(first + 1, second - first - 1) + ',';
    const std::filesystem::path group = line.substr(second + 1);
    if (controllers == ",,") {
      limit = std::min(limit, group_limit(root + "/sys/fs/cgroup", group, "memory.max"));
    } else if (controllers.find(",memory,") != std::string::npos) {
      limit = std::min(limit, group_limit(root + "/sys/fs/cgroup/memory", group, "memory.limit_in_bytes"));
    }
  }
  return limit;
}

}  // namespace

std::optional<std::size_t> parse_memory_size(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number == 0) return std::nullopt;
  std::string unit(end, text.data() + text.size());
  std::transform(unit.begin(), unit.end(), unit.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  if (unit.empty()) unit = "m";
  if (const auto rest = unit.substr(1); !rest.empty() && rest != "b" && rest != "ib") return std::nullopt;
  const auto step = std::string_view("kmgt").find(unit.front());
  if (step == std::string_view::npos) return std::nullopt;
  const std::uint64_t bytes_per_unit = 1ULL << (10 * (step + 1));
  if (number > (UINT64_MAX - mib) / bytes_per_unit) return std::nullopt;
  return static_cast<std::size_t>((number * bytes_per_unit + mib - 1) / mib);
}

std::size_t usable_memory_mib(const std::string& root) {
  const auto limit = std::min(machine_memory(root), group_limits(root));
  return limit == UINT64_MAX ? 0 : static_cast<std::size_t>(limit / mib);
}

}  // namespace stallhound

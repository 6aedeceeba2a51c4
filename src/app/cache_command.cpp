// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/cache_command.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <limits>
#include <optional>
#include <ostream>

#include "app/locations.h"
#include "app/units.h"
#include "rules/suggest.h"
#include "store/cache.h"

namespace stallhound {
namespace {

constexpr std::string_view usage =
    "usage: stallhound cache stats [--cache-dir DIR]\n"
    "       stallhound cache prune [--older-than 30d] [--max-size 500M] [--cache-dir DIR]\n"
    "       stallhound cache clear [--cache-dir DIR]\n";

struct Unit {
  char letter;
  std::uint64_t factor;
};

constexpr Unit times[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
constexpr Unit sizes[] = {{'K', 1ULL << 10}, {'M', 1ULL << 20}, {'G', 1ULL << 30}, {'T', 1ULL << 40}};

/// "30d", "500M": a number and a unit; where a size has no unit, it is bytes.
template <std::size_t N>
std::optional<std::uint64_t> quantity(std::string_view text, const Unit (&units)[N], bool unit_needed) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (rest.empty()) return unit_needed ? std::nullopt : std::optional(number);
  if (rest.size() != 1) return std::nullopt;
  for (const auto& unit : units) {
    // 500m of a size can only mean one thing; of a time, m and M might not.
    if (unit.letter != (unit_needed ? rest[0] : static_cast<char>(std::toupper(rest[0])))) continue;
    // Far enough from the limits of time stamps, too.
    if (number > (std::numeric_limits<std::uint64_t>::max() >> 34) / unit.factor && unit_needed) return std::nullopt;
    if (number > std::numeric_limits<std::uint64_t>::max() / unit.factor) return std::nullopt;
    return number * unit.factor;
  }
  return std::nullopt;
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1ULL << 10) return fmt::format("{} bytes", bytes);
  for (const auto& unit : sizes) {
    const auto value = static_cast<double>(bytes) / static_cast<double>(unit.factor);
    if (value < 1000) return fmt::format("{:.1f} {}B", value, unit.letter);
  }
  return fmt::format("{} bytes", bytes);
}

std::string shards_text(std::size_t count, std::uint64_t bytes) {
  return fmt::format("{} {}, {}", count, count == 1 ? "shard" : "shards", size_text(bytes));
}

void print_stats(const Cache& cache, std::ostream& out) {
  const auto stats = cache.stats();
  out << fmt::format("folder       {}\nholds        {}\n", cache.folder(), shards_text(stats.shards, stats.bytes));
  if (stats.other_shards > 0) {
    out << fmt::format("of others    {}, written by other versions\n",
                       shards_text(stats.other_shards, stats.other_bytes));
  }
  if (stats.leftovers > 0) out << fmt::format("leftovers    {} of scans that did not end\n", stats.leftovers);
  if (stats.shards > 0) out << fmt::format("oldest use   {:%Y-%m-%d %H:%M}\n", fmt::localtime(stats.oldest));
}

void print_dropped(const Cache& cache, const CacheStats& dropped, std::ostream& out) {
  const auto left = cache.stats();
  out << fmt::format("dropped {}; {} left\n", shards_text(dropped.shards, dropped.bytes),
                     shards_text(left.shards, left.bytes));
}

class CacheCommand {
 public:
  CacheCommand(const std::vector<std::string>& arguments, std::ostream& err) : arguments_(arguments), err_(err) {}

  int run(std::ostream& out) {
    static constexpr std::string_view known[] = {"stats", "prune", "clear"};
    if (arguments_.empty()) return mistake("needs a command");
    action_ = arguments_.front();
    if (action_ == "--help") {
      out << usage;
      return 0;
    }
    if (std::find(std::begin(known), std::end(known), action_) == std::end(known)) {
      return mistake("unknown command '" + action_ + "', " + suggest(action_, known));
    }
    if (const int code = read_options(); code != 0) return code;
    if (folder_.empty()) folder_ = default_cache_dir();
    if (folder_.empty()) return mistake("there is no home folder; --cache-dir names the cache");
    const Cache cache(folder_, tool_identity());
    if (action_ == "stats") {
      print_stats(cache, out);
      return 0;
    }
    limits_.everything = action_ == "clear";
    limits_.other_versions = true;
    print_dropped(cache, cache.prune(limits_), out);
    return 0;
  }

 private:
  int read_options() {
    for (std::size_t i = 1; i < arguments_.size(); ++i) {
      std::string name = arguments_[i];
      std::optional<std::string> value;
      if (const auto equals = name.find('='); equals != std::string::npos) {
        value = name.substr(equals + 1);
        name.resize(equals);
      }
      const bool limit = name == "--older-than" || name == "--max-size";
      if (name != "--cache-dir" && !(limit && action_ == "prune")) {
        return mistake(limit ? name + " belongs to prune" : "unknown option '" + name + "'");
      }
      if (!value && i + 1 < arguments_.size()) value = arguments_[++i];
      if (!value || value->empty()) return mistake(name + " needs a value");
      if (name == "--cache-dir") {
        folder_ = std::filesystem::absolute(*value).string();
      } else if (name == "--older-than") {
        const auto seconds = quantity(*value, times, true);
        if (!seconds) return mistake("--older-than takes a time such as 12h, 30d or 8w, not '" + *value + "'");
        limits_.older_than = std::chrono::seconds(*seconds);
      } else {
        limits_.max_bytes = quantity(*value, sizes, false);
        if (!limits_.max_bytes) return mistake("--max-size takes a size such as 500M or 2G, not '" + *value + "'");
      }
    }
    return 0;
  }

  int mistake(const std::string& message) {
    err_ << "stallhound: error: cache: " << message << '\n' << usage;
    return 2;
  }

  const std::vector<std::string>& arguments_;
  std::ostream& err_;
  std::string action_;
  std::string folder_;
  CacheLimits limits_;
};

}  // namespace

int cache_command(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  return CacheCommand(arguments, err).run(out);
}

}  // namespace stallhound

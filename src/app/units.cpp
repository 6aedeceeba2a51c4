// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/units.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "app/locations.h"
#include "app/progress.h"
#include "base/content_digest.h"
#include "base/workers.h"
#include "store/cache.h"
#include "store/shard.h"

namespace stallhound {
namespace {

/// Variables that Clang's driver reads and that change what it finds.
constexpr const char* driver_variables[] = {"CPATH",
                                            "C_INCLUDE_PATH",
                                            "CPLUS_INCLUDE_PATH",
                                            "OBJC_INCLUDE_PATH",
                                            "OBJCPLUS_INCLUDE_PATH",
                                            "COMPILER_PATH",
                                            "GCC_EXEC_PREFIX",
                                            "SDKROOT"};

/// One worker's answer: whether the shard was put into the cache, and the shard.
enum class Stored : char { no_need = '-', yes = 'y', failed = 'f' };

class Collector {
 public:
  Collector(const Project& project, const ScanOptions& options) : project_(project), options_(options) {
    extraction_.roots = {project.root};
    extraction_.resource_dir = find_resource_dir();
    extraction_.walk_system = options.walk_system;
    units_.facts.resize(project.jobs.size());
    open_cache();
  }

  Units run() {
    FileTable files;
    for (std::size_t i = 0; i < project_.jobs.size(); ++i) {
      if (!from_cache(i, files)) left_.push_back(i);
    }
    extract_left();
    return std::move(units_);
  }

 private:
  void open_cache() {
    if (!options_.use_cache) return;
    const auto folder = options_.cache_dir.empty() ? default_cache_dir() : options_.cache_dir;
    if (folder.empty()) return;
    tool_ = tool_identity();
    cache_.emplace(folder, tool_);
    std::string warning;
    const auto errors = cache_->prepare(warning);
    for (const auto& error : errors) warn(to_string(error));
    if (!warning.empty()) warn(warning);
    if (!errors.empty()) cache_.reset();
    writable_ = errors.empty() && warning.empty();
  }

  static void warn(const std::string& text) { std::cerr << "stallhound: warning: " << text << '\n'; }

  const TuJob& job_at(std::size_t index) const { return project_.jobs[job_index(project_, options_, index)]; }

  CacheKey key_of(const TuJob& job) const {
    std::vector<std::string> parts{"unit", job.file, job.directory, extraction_.resource_dir};
    parts.push_back(fmt::format("tool {:016x}", tool_));
    parts.push_back(extraction_.walk_system ? "system" : "");
    parts.push_back(fmt::format("probes {:016x}", extraction_.probes));
    parts.push_back(fmt::format("roots {}", extraction_.roots.size()));
    parts.insert(parts.end(), extraction_.roots.begin(), extraction_.roots.end());
    for (const auto* name : driver_variables) {
      const char* value = std::getenv(name);
      parts.push_back(value == nullptr ? std::string("-") : fmt::format("={}", value));
    }
    parts.insert(parts.end(), job.arguments.begin(), job.arguments.end());
    return cache_key(parts);
  }

  bool from_cache(std::size_t index, FileTable& files) {
    if (!cache_) return false;
    const auto entry = cache_->find(key_of(job_at(index)), files);
    if (!entry) return false;
    const auto shard = Cache::unpack(*entry);
    if (!shard) return false;
    auto facts = decode(*shard);
    if (!facts) return false;
    units_.facts[index] = std::move(*facts);
    ++units_.cached;
    return true;
  }

  /// Runs in a worker process.
  std::string extract_one(std::size_t index) const {
    const auto& job = job_at(index);
    UnitInputs inputs;
    const auto shard = encode(extract(job, extraction_, &inputs));
    auto stored = Stored::no_need;
    if (cache_ && writable_ && inputs.complete) {
      stored = cache_->store(key_of(job), encode(inputs), shard) ? Stored::yes : Stored::failed;
    }
    return static_cast<char>(stored) + shard;
  }

  void extract_left() {
    WorkerOptions workers;
    workers.jobs = options_.jobs;
    workers.timeout_seconds = options_.timeout;
    Progress progress(left_.size());
    std::size_t unstored = 0;
    run_in_processes(
        left_.size(), workers, [&](std::size_t item) { return extract_one(left_[item]); },
        [&](std::size_t item, WorkResult result) {
          const auto index = left_[item];
          progress.step(job_at(index).file);
          auto facts = Result<TuFacts>(Diagnostic{"", 0, 0, result.reason, ""});
          if (result.ok) {
            if (result.bytes.starts_with(static_cast<char>(Stored::failed))) ++unstored;
            facts = decode(std::string_view(result.bytes).substr(1));
          }
          if (facts) {
            units_.facts[index] = std::move(*facts);
            return;
          }
          TuFacts& lost = units_.facts[index];
          lost.main_file = job_at(index).file;
          lost.status = UnitStatus::failed;
          lost.message = "the analysis of this unit " + facts.errors().front().message;
        });
    if (unstored > 0) {
      warn(fmt::format("{}: {} of {} shards could not be written to the cache", cache_->folder(), unstored,
                       left_.size()));
    } else if (cache_ && writable_ && !left_.empty()) {
      cache_->tidy();
    }
  }

  const Project& project_;
  const ScanOptions& options_;
  ExtractOptions extraction_;
  std::uint64_t tool_ = 0;
  std::optional<Cache> cache_;
  bool writable_ = false;
  Units units_;
  std::vector<std::size_t> left_;  ///< What is not in the cache.
};

}  // namespace

std::uint64_t tool_identity() {
  std::ifstream file("/proc/self/exe", std::ios::binary);
  // Builds that carry one version number differ in their bytes.
  const std::string executable{std::istreambuf_iterator<char>(file), {}};
  return content_digest(
      fmt::format("{}\n{}\n{}\n{}", STALLHOUND_VERSION, shard_format, extractor_version(), content_digest(executable)));
}

std::size_t job_index(const Project& project, const ScanOptions& options, std::size_t index) {
  return options.shuffle ? project.jobs.size() - 1 - index : index;
}

Units facts_of_units(const Project& project, const ScanOptions& options) { return Collector(project, options).run(); }

}  // namespace stallhound

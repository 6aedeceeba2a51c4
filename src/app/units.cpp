// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/units.h"

#include <fmt/format.h>

#include <cstdlib>
#include <functional>
#include <iostream>
#include <optional>
#include <set>

#include "app/locations.h"
#include "app/unit_workers.h"
#include "base/content_digest.h"
#include "base/files.h"
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

/// The facts in an entry; nothing if there are none, or if they make no sense.
std::optional<TuFacts> decode_entry(const Cache::Entry& entry) {
  if (entry.shard.empty()) return std::nullopt;
  const auto shard = Cache::unpack(entry);
  if (!shard) return std::nullopt;
  auto facts = decode(*shard);
  return facts ? std::optional(std::move(*facts)) : std::nullopt;
}

}  // namespace

class UnitReader::Impl {
 public:
  Impl(const Project& project, const ScanOptions& options, std::vector<std::string> probes)
      : project_(project), options_(options) {
    extraction_.probes = std::move(probes);
    extraction_.roots = options.roots;
    extraction_.resource_dir = find_resource_dir();
    extraction_.walk_system = options.walk_system;
    open_cache();
  }

  Units read(bool keep_bytes) {
    Units units;
    units.facts.resize(project_.jobs.size());
    if (keep_bytes) units.bytes.resize(project_.jobs.size());
    FileTable files;
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < project_.jobs.size(); ++i) {
      auto entry = find(i, files);
      auto facts = entry ? decode_entry(*entry) : std::nullopt;
      if (!facts) {
        left.push_back(i);
        continue;
      }
      units.facts[i] = std::move(*facts);
      ++units.cached;
      if (keep_bytes) units.bytes[i] = std::move(*entry);
    }
    extract(left, [&](std::size_t index, const WorkResult& result) {
      auto entry = result.ok ? entry_of(result.bytes) : Cache::Entry{};
      units.facts[index] = facts_of(job_at(index), result, entry.shard);
      if (keep_bytes) units.bytes[index] = std::move(entry);
    });
    if (cache_ && writable_ && unstored_ == 0 && !left.empty()) cache_->tidy();
    return units;
  }

  FormerUnits read_former(const Units& now, const std::vector<FileVersion>& versions) {
    FormerUnits former;
    former.bytes.resize(now.bytes.size());
    former.affected.resize(now.bytes.size());
    std::set<std::string> not_there;
    for (const auto& version : versions) {
      if (!version.there) not_there.insert(version.path);
    }
    FileTable files(versions);
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < now.bytes.size(); ++i) {
      // Of a unit whose process died nothing is known.
      if (now.bytes[i].inputs.empty()) continue;
      if (files.is_fresh(now.bytes[i].inputs)) {
        former.bytes[i] = now.bytes[i];
        continue;
      }
      former.affected[i] = true;
      if (not_there.contains(job_at(i).file)) continue;
      // One that makes no sense is extracted again, or all of it would look new.
      if (auto entry = find(i, files); entry && decode_entry(*entry)) {
        former.bytes[i] = std::move(*entry);
      } else {
        left.push_back(i);
      }
    }
    extraction_.versions = versions;
    extract(left, [&](std::size_t index, const WorkResult& result) {
      if (result.ok) former.bytes[index] = entry_of(result.bytes);
    });
    extraction_.versions.clear();
    return former;
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
    parts.emplace_back(extraction_.walk_system ? "system" : "");
    parts.push_back(fmt::format("probes {}", extraction_.probes.size()));
    parts.insert(parts.end(), extraction_.probes.begin(), extraction_.probes.end());
    parts.push_back(fmt::format("roots {}", extraction_.roots.size()));
    parts.insert(parts.end(), extraction_.roots.begin(), extraction_.roots.end());
    for (const auto* name : driver_variables) {
      const char* value = std::getenv(name);
      parts.push_back(value == nullptr ? std::string("-") : fmt::format("={}", value));
    }
    parts.insert(parts.end(), job.arguments.begin(), job.arguments.end());
    return cache_key(parts);
  }

  std::optional<Cache::Entry> find(std::size_t index, FileTable& files) const {
    return cache_ ? cache_->find(key_of(job_at(index)), files) : std::nullopt;
  }

  /// Runs in a worker process: whether the shard could be put into the cache, the inputs, the shard.
  std::string extract_one(std::size_t index, const Attempt& attempt) const {
    const auto& job = job_at(index);
    UnitInputs inputs;
    const auto shard = encode(stallhound::extract(job, extraction_, &inputs, attempt.notes));
    const auto read = encode(inputs);
    const bool stored = !cache_ || !writable_ || !inputs.complete || cache_->store(key_of(job), read, shard);
    return fmt::format("{}{:016x}{}{}", stored ? '+' : '-', read.size(), read, shard);
  }

  static Cache::Entry entry_of(const std::string& answer) {
    Cache::Entry entry;
    const auto inputs = static_cast<std::size_t>(std::strtoull(answer.substr(1, 16).c_str(), nullptr, 16));
    entry.inputs = answer.substr(17, inputs);
    entry.shard = answer.substr(17 + inputs);
    entry.size = entry.shard.size();
    return entry;
  }

  void extract(const std::vector<std::size_t>& indices, const std::function<void(std::size_t, WorkResult)>& done) {
    std::vector<const TuJob*> units;
    for (const auto index : indices) units.push_back(&job_at(index));
    run_units(
        units, {options_.jobs, options_.timeout, options_.max_memory_mib},
        [&](std::size_t item, const Attempt& attempt) { return extract_one(indices[item], attempt); },
        [&](std::size_t item, WorkResult result) {
          if (result.ok && result.bytes.starts_with('-') && unstored_++ == 0) {
            warn(cache_->folder() + ": facts could not be written to the cache");
          }
          done(indices[item], std::move(result));
        });
  }

  const Project& project_;
  const ScanOptions& options_;
  ExtractOptions extraction_;
  std::uint64_t tool_ = 0;
  std::optional<Cache> cache_;
  bool writable_ = false;
  std::size_t unstored_ = 0;
};

UnitReader::UnitReader(const Project& project, const ScanOptions& options, std::vector<std::string> probes)
    : impl_(std::make_unique<Impl>(project, options, std::move(probes))) {}
UnitReader::~UnitReader() = default;
Units UnitReader::read(bool keep_bytes) { return impl_->read(keep_bytes); }
FormerUnits UnitReader::read_former(const Units& now, const std::vector<FileVersion>& versions) {
  return impl_->read_former(now, versions);
}

std::vector<TuFacts> decode_all(const std::vector<Cache::Entry>& entries) {
  std::vector<TuFacts> units;
  for (const auto& entry : entries) {
    if (auto facts = decode_entry(entry)) units.push_back(std::move(*facts));
  }
  return units;
}

std::uint64_t tool_identity() {
  // Builds that carry one version number differ in their bytes.
  const auto content = read_file(executable_path(), file_kind::program);
  const std::string executable = content ? *content : std::string();
  return content_digest(
      fmt::format("{}\n{}\n{}\n{}", STALLHOUND_VERSION, shard_format, extractor_version(), content_digest(executable)));
}

std::size_t job_index(const Project& project, const ScanOptions& options, std::size_t index) {
  return options.shuffle ? project.jobs.size() - 1 - index : index;
}

}  // namespace stallhound

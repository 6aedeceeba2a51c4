// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The phases, in order.
#pragma once

#include <string>
#include <vector>

#include "app/options.h"

namespace stallhound {

/// `stallhound scan`: returns the exit code.
int scan(const ScanOptions& options);
/// `stallhound dump facts|program|labels|paths`.
int dump(const ScanOptions& options);
/// `stallhound extract --output FOLDER`: writes one shard per unit.
int extract_shards(const ScanOptions& options);
/// `stallhound link SHARD...`: analyses shards that `extract` wrote.
int link_shards(const ScanOptions& options);

/// `stallhound explain FINGERPRINT`.
int explain(const ScanOptions& options);
/// `stallhound why-not FILE:LINE`.
int why_not(const ScanOptions& options);

/// One unit and how its facts are to be extracted.
struct UnitTask {
  const TuJob* job = nullptr;
  const ExtractOptions* options = nullptr;
};

/// The facts of all units, in the given order; a unit whose process died has status failed.
std::vector<TuFacts> extract_units(const std::vector<UnitTask>& tasks, const ScanOptions& options);

/// All phases after extraction.
Report analyse(std::vector<TuFacts> units, const std::string& root, const RuleSet& rules, const JudgeOptions& options);

}  // namespace stallhound

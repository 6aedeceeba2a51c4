// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The phases, in order.
#pragma once

#include <string>
#include <vector>

#include "app/ending.h"
#include "app/options.h"

namespace stallhound {

/// `stallhound scan`.
Ending scan(const ScanOptions& options);
/// `stallhound dump facts|program|labels|paths`.
Ending dump(const ScanOptions& options);
/// `stallhound extract --output FOLDER`: writes one shard per unit.
Ending extract_shards(const ScanOptions& options);
/// `stallhound link SHARD...`: analyses shards that `extract` wrote.
Ending link_shards(const ScanOptions& options);

/// `stallhound baseline`: writes the findings of a scan as a baseline.
Ending baseline(const ScanOptions& options);

/// `stallhound config`: prints the options of a scan and the configuration together, as a configuration.
int config(const ScanOptions& options);

/// `stallhound explain FINGERPRINT`.
int explain(const ScanOptions& options);
/// `stallhound why-not FILE:LINE`.
int why_not(const ScanOptions& options);

}  // namespace stallhound

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/abseil.json names.
// needs: libabsl-dev
// flags: -std=c++17
// absent: absl::Mutex::lock: since Abseil 20250512
// absent: absl::Mutex::lock_shared: since Abseil 20250512
#include <absl/base/call_once.h>
#include <absl/cleanup/cleanup.h>
#include <absl/container/btree_map.h>
#include <absl/container/btree_set.h>
#include <absl/container/fixed_array.h>
#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <absl/container/inlined_vector.h>
#include <absl/container/node_hash_map.h>
#include <absl/container/node_hash_set.h>
#include <absl/functional/any_invocable.h>
#include <absl/functional/bind_front.h>
#include <absl/functional/function_ref.h>
#include <absl/synchronization/barrier.h>
#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/mutex.h>
#include <absl/synchronization/notification.h>
#include <absl/time/clock.h>
#include <absl/types/optional.h>
#include <absl/types/variant.h>

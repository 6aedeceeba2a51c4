// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A page of memory that a worker shares with its parent. What a worker writes there survives the worker, and a signal
// handler may write it.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/workers.h"

namespace stallhound {

/// Why a worker ended itself.
enum class EndCause : std::uint8_t { none, too_deep, too_large, out_of_memory, too_slow };

/// A text of limited size. The size is written last, so that a writer that dies leaves no half text.
template <std::size_t capacity>
class SharedText {
 public:
  void set(std::string_view text) {
    size_.store(0, std::memory_order_release);
    const auto size = text.copy(bytes_.data(), capacity);
    size_.store(static_cast<std::uint32_t>(size), std::memory_order_release);
  }
  std::string get() const { return {bytes_.data(), std::min<std::size_t>(size_.load(), capacity)}; }

 private:
  std::atomic<std::uint32_t> size_{0};
  std::array<char, capacity> bytes_{};
};

struct LastWords {
  std::atomic<EndCause> cause{EndCause::none};
  SharedText<max_note_size> note;  ///< See leave_note().
  SharedText<512> error;           ///< The text of a fatal error.
};

}  // namespace stallhound

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Look-ups in a linked program, and the names of its enumerators.
#include "stallhound/program.h"

#include <algorithm>

namespace stallhound {

SlotIndex Program::find_slot(SlotId id) const {
  const auto found = std::lower_bound(slots.begin() + 1, slots.end(), id,
                                      [](const SlotFact& slot, SlotId wanted) { return slot.id < wanted; });
  return found == slots.end() || found->id != id ? 0 : static_cast<SlotIndex>(found - slots.begin());
}

std::string_view to_string(Via via) {
  constexpr std::string_view names[] = {"call", "virtual", "indirect", "callback", "constructor", "destructor"};
  return names[static_cast<std::size_t>(via)];
}

std::string_view to_string(ContextKind kind) {
  constexpr std::string_view names[] = {"coroutine", "callback", "override", "attribute", "declared", "loop"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace stallhound

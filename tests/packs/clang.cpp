// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// rules/clang.json names annotations only, which no header declares.
// needs: clang-22
[[clang::annotate("stallhound::loop")]] void on_event();
[[clang::annotate("stallhound::allow_blocking")]] void on_worker();

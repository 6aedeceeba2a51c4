// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of MongoDB's C++ driver, as far as its pack names it. Version 3 has its classes in an inline namespace,
// version 4 in two that are not.
#pragma once

namespace mongocxx {
namespace stub {

struct document {};
struct result {};
struct model {};
struct stream {};
using callback = void (*)(void*);

}  // namespace stub

#include "mongocxx_classes.inc"

namespace v_noabi {
#include "mongocxx_classes.inc"
}  // namespace v_noabi

#define MONGOCXX_V1 1
namespace v1 {
#include "mongocxx_classes.inc"
}  // namespace v1

}  // namespace mongocxx

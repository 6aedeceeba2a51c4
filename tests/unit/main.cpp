// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Catch2 2 wants one file that defines main; Catch2 3 links one.
#if !__has_include(<catch2/catch_test_macros.hpp>)
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif

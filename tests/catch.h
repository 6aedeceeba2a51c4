// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Catch2 under one name: version 3 split its header, version 2 has a single one.
#pragma once

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

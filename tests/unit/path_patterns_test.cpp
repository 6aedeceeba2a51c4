// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Patterns for files.
#include "base/path_patterns.h"

#include "catch.h"

namespace stallhound {
namespace {

TEST_CASE("a pattern without a slash is about names at any depth", "[patterns]") {
  CHECK(path_matches("tests", "tests/a.c"));
  CHECK(path_matches("tests", "src/tests/deep/a.c"));
  CHECK(path_matches("tests/", "src/tests/a.c"));
  CHECK(path_matches("*_test.cpp", "src/net/loop_test.cpp"));
  CHECK(path_matches("*_test.cpp", "loop_test.cpp"));
  CHECK(!path_matches("tests", "src/mytests/a.c"));
  CHECK(!path_matches("tests", "tests.c"));
  CHECK(!path_matches("*_test.cpp", "src/loop_test.cc"));
}

TEST_CASE("a pattern with a slash begins at the folder", "[patterns]") {
  CHECK(path_matches("src/net", "src/net/a.c"));
  CHECK(path_matches("./src/net/", "src/net/deep/a.c"));
  CHECK(path_matches("src/*/gen", "src/net/gen/a.c"));
  CHECK(path_matches("src/a.c", "src/a.c"));
  CHECK(!path_matches("src/net", "lib/src/net/a.c"));
  CHECK(!path_matches("src/net", "src/network/a.c"));
  CHECK(!path_matches("src/*/gen", "src/a/b/gen/a.c"));
  CHECK(!path_matches("src/a.c", "src/a.cpp"));
}

TEST_CASE("two stars are any number of folders", "[patterns]") {
  CHECK(path_matches("src/**/gen", "src/gen/a.c"));
  CHECK(path_matches("src/**/gen", "src/a/b/gen/a.c"));
  CHECK(path_matches("**/gen/*.c", "gen/a.c"));
  CHECK(path_matches("**/gen/*.c", "x/y/gen/a.c"));
  CHECK(path_matches("third_party/**", "third_party/a/b.c"));
  CHECK(path_matches("**", "a.c"));
  CHECK(path_matches("a/**/b/**/c.c", "a/x/b/b/y/c.c"));
  CHECK(!path_matches("**/gen/*.c", "gen/a.h"));
  CHECK(!path_matches("third_party/**", "src/third_party/b.c"));
  CHECK(!path_matches("a/**/b/**/c.c", "a/x/y/c.c"));
}

TEST_CASE("stars and question marks stay within a name", "[patterns]") {
  CHECK(path_matches("src/*.c", "src/.c"));
  CHECK(path_matches("src/a?.c", "src/ab.c"));
  CHECK(path_matches("src/*a*b*.c", "src/xxaxbaby.c"));
  CHECK(!path_matches("src/*.c", "src/deep/a.c"));
  CHECK(!path_matches("src/a?.c", "src/a.c"));
  CHECK(!path_matches("src/a?c", "src/a/c"));
}

TEST_CASE("files outside of the folder are covered by nothing", "[patterns]") {
  CHECK(!path_matches("**", "/usr/include/stdio.h"));
  CHECK(!path_matches("include", "/usr/include/stdio.h"));
}

TEST_CASE("patterns that can cover nothing are mistakes", "[patterns]") {
  for (const auto* wrong : {"", "/", "./", "/src", "!src", "src\\net", "../other", "src/../x"}) {
    CHECK(mistake_in_pattern(wrong) != "");
  }
  for (const auto* right : {"src", "src/", "./src", "**/x", "*.c", "a..b"}) CHECK(mistake_in_pattern(right) == "");
}

}  // namespace
}  // namespace stallhound

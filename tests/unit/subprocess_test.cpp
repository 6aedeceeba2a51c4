// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cstdlib>
#include <filesystem>

#include "base/subprocess.h"
#include "catch.h"
#include "folder.h"

namespace stallhound {
namespace {

SubprocessResult shell(const std::string& script, const std::string& input = "") {
  return run_program({{"sh", "-c", script}, "/", input, {}});
}

TEST_CASE("a program's output and status come back", "[subprocess]") {
  const auto result = shell("echo out; echo err >&2; exit 3");
  CHECK(result.started);
  CHECK(!result.ok());
  CHECK(result.status == 3);
  CHECK(result.output == "out\n");
  CHECK(result.errors == "err\n");
}

TEST_CASE("input arrives, however long", "[subprocess]") {
  const std::string text(3'000'000, 'x');
  const auto result = shell("cat; cat >&2 /dev/null", text);
  CHECK(result.ok());
  CHECK(result.output == text);
  CHECK(run_program({{"cat"}, "/", std::string("a\0b", 3), {}}).output == std::string("a\0b", 3));
}

TEST_CASE("both outputs at once do not block each other", "[subprocess]") {
  const auto result = shell("for i in 1 2 3 4; do head -c 200000 /dev/zero; head -c 200000 /dev/zero >&2; done");
  CHECK(result.ok());
  CHECK(result.output.size() == 800'000);
  CHECK(result.errors.size() == 800'000);
}

TEST_CASE("a program that does not read its input ends nothing", "[subprocess]") {
  CHECK(shell("exit 0", std::string(3'000'000, 'x')).ok());
  CHECK(shell("exec 0<&-; sleep 0.1; exit 5", std::string(3'000'000, 'x')).status == 5);
}

TEST_CASE("a program runs in its folder, with the environment it was given", "[subprocess]") {
  CHECK(run_program({{"pwd"}, "/usr", "", {}}).output == "/usr\n");
  ::setenv("STALLHOUND_TEST", "1", 1);
  const auto result =
      run_program({{"sh", "-c", "echo $STALLHOUND_TEST-$OTHER"}, "/", "", {"STALLHOUND_TEST", "OTHER=x=y"}});
  CHECK(result.output == "-x=y\n");
  ::unsetenv("STALLHOUND_TEST");
}

TEST_CASE("what cannot be run did not start", "[subprocess]") {
  CHECK(!run_program({{"no-such-program-anywhere"}, "/", "", {}}).started);
  CHECK(!run_program({{"true"}, "/no/such/folder", "", {}}).started);
  CHECK(!run_program({{}, "/", "", {}}).started);
  CHECK(shell("kill -9 $$").status == -1);
}

TEST_CASE("a program that takes too long is ended", "[subprocess]") {
  const auto result =
      run_program({{"sh", "-c", "echo first; exec sleep 600"}, "/", "", {}, std::chrono::milliseconds(300)});
  CHECK(result.started);
  CHECK(result.timed_out);
  CHECK(!result.ok());
  CHECK(result.output == "first\n");
  CHECK(!run_program({{"true"}, "/", "", {}, std::chrono::minutes(1)}).timed_out);
}

TEST_CASE("no program is looked up in the folder where it runs", "[subprocess]") {
  const Folder folder;
  folder.write("marker", "#!/bin/sh\n");
  std::filesystem::permissions(folder / "marker", std::filesystem::perms::owner_all);
  const std::string before = ::getenv("PATH");
  for (const auto* path : {".", "", ":/bin", "./:/bin", "..", "/bin:"}) {
    ::setenv("PATH", path, 1);
    CHECK(find_program("marker").empty());
    CHECK(!run_program({{"marker"}, folder / ".", "", {}}).started);
  }
  ::setenv("PATH", (folder / ".").c_str(), 1);
  CHECK(!find_program("marker").empty());
  ::setenv("PATH", before.c_str(), 1);
}

}  // namespace
}  // namespace stallhound

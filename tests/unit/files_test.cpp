// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/files.h"

#include <sys/stat.h>

#include <filesystem>
#include <iterator>

#include "base/words.h"
#include "catch.h"
#include "folder.h"
#include "rules/braces.h"

namespace stallhound {
namespace {

constexpr FileKind small{"a note", "the note", 10};

TEST_CASE("a file is read whole", "[files]") {
  const Folder folder;
  folder.write("a", std::string("1\0002\n", 4));
  const auto content = read_file(folder / "a", small);
  REQUIRE(content.ok());
  CHECK(*content == std::string("1\0002\n", 4));
  folder.write("empty", "");
  CHECK(read_file(folder / "empty", small)->empty());
  CHECK(read_start(folder / "a", 2) == std::string("1\0", 2));
}

TEST_CASE("what is no small regular file is told", "[files]") {
  const Folder folder;
  folder.write("large", "12345678901");
  folder.write("just", "1234567890");
  const auto pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto message = [](const std::string& path) { return read_file(path, small).errors().front().message; };
  CHECK(read_file(folder / "just", small).ok());
  CHECK(message(folder / "large") == "is larger than 10 bytes, the most that a note may have");
  CHECK(message(pipe) == "is a named pipe, not a regular file");
  CHECK(message("/dev/zero") == "is a device, not a regular file");
  CHECK(message(folder / "nowhere") == "cannot read the note");
  CHECK(message(folder / ".") == "cannot read the note");
  CHECK(read_start(pipe, 5).empty());
  // Below /proc sizes are lies.
  CHECK(message("/proc/self/maps") == "is larger than 10 bytes, the most that a note may have");
  CHECK(read_file("/dev/zero", small, NamedBy::user).errors().front().message ==
        "is larger than 10 bytes, the most that a note may have");
}

TEST_CASE("a file is replaced as a whole", "[files]") {
  const Folder folder;
  folder.write("a", "old");
  CHECK_FALSE(replace_file(folder / "a", "new"));
  CHECK(*read_file(folder / "a", small) == "new");
  CHECK(replace_file(folder / "no/a", "x") == std::errc::no_such_file_or_directory);
  CHECK(create_file(folder / "a", "other") == std::errc::file_exists);
  CHECK(*read_file(folder / "a", small) == "new");
  CHECK_FALSE(create_file(folder / "b", "other"));
  // Nothing is left beside them.
  const std::filesystem::directory_iterator entries(folder / ".");
  CHECK(std::distance(begin(entries), end(entries)) == 2);
}

TEST_CASE("words of a line", "[words]") {
  CHECK(words_of(R"(a "b c" 'd "e' f\ g  "")") == std::vector<std::string>{"a", "b c", "d \"e", "f g"});
  CHECK(words_of("$(x) `y` ;z").size() == 3);
}

TEST_CASE("names are counted without being made", "[braces]") {
  CHECK(count_of_names("plain") == 0);
  CHECK(count_of_names("a{b,c}") == 2);
  CHECK(count_of_names("a{b,c{d,e}}{f,g}") == expand_braces("a{b,c{d,e}}{f,g}")->size());
  CHECK(count_of_names("{,v1::}system") == 2);
  CHECK(count_of_names("{a") == 0);
  std::string many;
  for (int i = 0; i < 200; ++i) many += "{a,b}";
  CHECK(count_of_names(many) >= 1'000'000);
  CHECK_FALSE(expand_braces(many).ok());
}

}  // namespace
}  // namespace stallhound

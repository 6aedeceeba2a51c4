// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Another state of a few files, laid over the disk: what would be fresh in it.
#include <sys/stat.h>

#include "base/content_digest.h"
#include "base/overlay.h"
#include "catch.h"
#include "folder.h"
#include "store/freshness.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

/// One folder of inputs in which everything has to be looked at.
InputDirectory directory(const std::string& path) {
  InputDirectory result;
  result.path = path;
  result.real = path;
  return result;
}

InputFile read_file(const std::string& name, const std::string& content, std::uint64_t inode = 0) {
  InputFile file;
  file.name = name;
  file.size = content.size();
  file.inode = inode;
  file.content = content_digest(content);
  return file;
}

bool fresh_in(const std::vector<FileVersion>& versions, const std::vector<InputDirectory>& directories) {
  return FileTable(versions).is_fresh(encode(UnitInputs{true, directories}));
}

std::string root_of(const Folder& folder) { return fs::path(folder / "x").parent_path().string(); }

TEST_CASE("a changed file is as it was", "[former]") {
  const Folder folder;
  folder.write("a.h", "new content");
  const auto root = root_of(folder);
  const std::vector<FileVersion> versions = {{folder / "a.h", true, "old"}};
  auto now = directory(root);
  now.files = {read_file("a.h", "new content")};
  auto before = directory(root);
  before.files = {read_file("a.h", "old")};
  CHECK(fresh_in({}, {now}));
  CHECK(!fresh_in({}, {before}));
  CHECK(fresh_in(versions, {before}));
  CHECK(!fresh_in(versions, {now}));
}

TEST_CASE("a changed file is known under every name", "[former]") {
  const Folder folder;
  folder.write("include/a.h", "new content");
  folder.write("src/a.c", "");
  fs::create_symlink(folder / "include/a.h", folder / "src/link.h");
  const std::vector<FileVersion> versions = {{folder / "include/a.h", true, "old"}};
  auto around = directory(folder / "src/../include");
  around.real = folder / "include";
  around.files = {read_file("a.h", "old")};
  auto linked = directory(folder / "src");
  linked.files = {read_file("link.h", "old")};
  linked.files[0].real = folder / "include/a.h";
  CHECK(fresh_in(versions, {around, linked}));
  around.files = {read_file("a.h", "new content")};
  CHECK(!fresh_in(versions, {around}));
}

TEST_CASE("an added file was not there", "[former]") {
  const Folder folder;
  folder.write("a.h", "added");
  const std::vector<FileVersion> versions = {{folder / "a.h", false, ""}};
  auto now = directory(root_of(folder));
  now.files = {read_file("a.h", "added")};
  auto before = directory(root_of(folder));
  before.absent = {"a.h"};
  CHECK(fresh_in({}, {now}));
  CHECK(!fresh_in({}, {before}));
  CHECK(fresh_in(versions, {before}));
  CHECK(!fresh_in(versions, {now}));
  // Recorded while it was on disk, but hidden.
  before.absent.clear();
  before.missing = {"a.h"};
  CHECK(fresh_in(versions, {before}));
}

TEST_CASE("a removed file was there, and its folder", "[former]") {
  const Folder folder;
  folder.write("kept.h", "");
  struct stat info{};
  REQUIRE(::stat(root_of(folder).c_str(), &info) == 0);
  const std::vector<FileVersion> versions = {{folder / "sub/dir/a.h", true, "old"}};
  auto before = directory(folder / "sub/dir");
  before.files = {read_file("a.h", "old", 1)};
  before.absent = {"other.h"};
  auto above = directory(root_of(folder));
  above.files = {{"sub", InputKind::directory}};
  CHECK(fresh_in(versions, {above, before}));
  CHECK(!fresh_in({}, {before}));
  CHECK(!fresh_in({}, {above}));
  // Now it is missing from the folder above; that nothing was added to that one must not hide it.
  auto now = directory(root_of(folder));
  now.device = info.st_dev;
  now.inode = info.st_ino;
  now.modified = std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
  now.absent = {"sub/dir/a.h"};
  CHECK(fresh_in({}, {now}));
  CHECK(!fresh_in(versions, {now}));
  now.absent = {"sub/dir/b.h", "else.h"};
  CHECK(fresh_in(versions, {now}));
}

TEST_CASE("an overlay knows what only it has", "[former]") {
  const Folder folder;
  folder.write("a/b.h", "");
  Overlay overlay;
  overlay.add(0, folder / "a/gone.h", true);
  overlay.add(1, folder / "never.h", false);
  CHECK(overlay.only_here(folder / "a/gone.h") == 0U);
  CHECK(overlay.only_here(folder / "a/../a/./gone.h") == 0U);
  CHECK(!overlay.only_here(folder / "gone.h"));
  CHECK(!overlay.only_here(folder / "never.h"));
  CHECK(!overlay.has_directory(folder / "a"));
  REQUIRE(overlay.more_names(folder / "a") != nullptr);
  CHECK(*overlay.more_names(folder / "a") == std::set<std::string, std::less<>>{"gone.h"});
  CHECK(overlay.more_names(root_of(folder)) == nullptr);
}

}  // namespace
}  // namespace stallhound

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The cache: what was true is found again, what is not true any more is not, and damage is a miss.
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/content_digest.h"
#include "catch.h"
#include "folder.h"
#include "store/cache.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void set_time(const std::string& path, std::int64_t seconds, long nanoseconds = 0) {
  const timespec times[2] = {{seconds, nanoseconds}, {seconds, nanoseconds}};
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
}

std::int64_t modified(const struct stat& info) {
  return std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
}

std::int64_t changed(const struct stat& info) {
  return std::int64_t{info.st_ctim.tv_sec} * 1'000'000'000 + info.st_ctim.tv_nsec;
}

/// Inputs as extraction would record them: the folder, the files that were read, and names that were not there.
UnitInputs inputs_of(const std::string& folder, const std::vector<std::string>& read,
                     const std::vector<std::string>& absent = {}) {
  UnitInputs inputs;
  inputs.complete = true;
  InputDirectory directory;
  directory.path = folder;
  directory.real = fs::canonical(folder).string();
  struct stat info{};
  REQUIRE(::stat(folder.c_str(), &info) == 0);
  directory.device = info.st_dev;
  directory.inode = info.st_ino;
  directory.modified = modified(info);
  directory.changed = changed(info);
  for (const auto& name : read) {
    const auto path = folder + "/" + name;
    REQUIRE(::stat(path.c_str(), &info) == 0);
    InputFile file;
    file.name = name;
    file.size = static_cast<std::uint64_t>(info.st_size);
    file.inode = info.st_ino;
    file.modified = modified(info);
    file.changed = changed(info);
    file.content = content_digest(bytes_of(path));
    const auto real = fs::canonical(path).string();
    if (real != directory.real + "/" + name) file.real = real;
    directory.files.push_back(file);
  }
  directory.absent = absent;
  inputs.directories.push_back(directory);
  return inputs;
}

bool fresh(const UnitInputs& inputs) { return FileTable().is_fresh(encode(inputs)); }

constexpr std::uint64_t tool = 42;

// ---- freshness
// -------------------------------------------------------------------------------------------------------

TEST_CASE("what did not change is fresh, without a look into it", "[cache]") {
  const Folder folder;
  folder.write("a.h", "int a;\n");
  const auto inputs = inputs_of(folder / "", {"a.h"}, {"b.h", "sub/c.h"});
  FileTable files;
  for (int unit = 0; unit < 100; ++unit) CHECK(files.is_fresh(encode(inputs)));
  // However many units ask.
  CHECK(files.counts().files == 2);
  CHECK(files.counts().hashed == 0);
  CHECK(files.counts().listed == 0);
}

TEST_CASE("another time alone changes nothing", "[cache]") {
  const Folder folder;
  folder.write("a.h", "int a;\n");
  const auto inputs = inputs_of(folder / "", {"a.h"});
  set_time(folder / "a.h", 1'000'000'000);
  FileTable files;
  CHECK(files.is_fresh(encode(inputs)));
  CHECK(files.is_fresh(encode(inputs)));
  CHECK(files.counts().hashed == 1);
}

TEST_CASE("another content is noticed", "[cache]") {
  const Folder folder;
  folder.write("a.h", "int a;\n");
  set_time(folder / "a.h", 1'000'000'000);
  const auto inputs = inputs_of(folder / "", {"a.h"});
  SECTION("of another size") { folder.write("a.h", "long a;\n"); }
  SECTION("of the same size") { folder.write("a.h", "int b;\n"); }
  SECTION("of the same size and in the same second") {
    folder.write("a.h", "int b;\n");
    set_time(folder / "a.h", 1'000'000'000, 1);
  }
  SECTION("of the same size and time, in another file") {
    folder.write("b.h", "int b;\n");
    set_time(folder / "b.h", 1'000'000'000);
    fs::rename(folder / "b.h", folder / "a.h");
  }
  SECTION("gone") { fs::remove(folder / "a.h"); }
  SECTION("a folder now") {
    fs::remove(folder / "a.h");
    fs::create_directory(folder / "a.h");
  }
  CHECK(!fresh(inputs));
}

TEST_CASE("a file that was changed just before the scan is always read", "[cache]") {
  const Folder folder;
  folder.write("a.h", "int a;\n");
  auto inputs = inputs_of(folder / "", {"a.h"});
  // What the recorder writes for times that are too near.
  inputs.directories[0].files[0].modified = 0;
  FileTable files;
  CHECK(files.is_fresh(encode(inputs)));
  CHECK(files.counts().hashed == 1);
  struct stat info{};
  REQUIRE(::stat((folder / "a.h").c_str(), &info) == 0);
  folder.write("a.h", "int b;\n");
  set_time(folder / "a.h", info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
  CHECK(!fresh(inputs));
}

TEST_CASE("a header that appears where it was looked for is noticed", "[cache]") {
  const Folder folder;
  folder.write("a.h", "int a;\n");
  set_time(folder / "", 1'000'000'000);
  const auto inputs = inputs_of(folder / "", {"a.h"}, {"b.h", "sub/c.h"});
  CHECK(fresh(inputs));
  SECTION("a name of no interest") {
    folder.write("other.h", "");
    CHECK(fresh(inputs));
  }
  SECTION("the name") {
    folder.write("b.h", "");
    CHECK(!fresh(inputs));
  }
  SECTION("the folder that was missing, without the file") {
    fs::create_directory(folder / "sub");
    CHECK(fresh(inputs));
  }
  SECTION("the folder that was missing, with the file") {
    folder.write("sub/c.h", "");
    CHECK(!fresh(inputs));
  }
}

TEST_CASE("a link that leads nowhere is looked at every time", "[cache]") {
  const Folder folder;
  folder.write("include/a.h", "int a;\n");
  fs::create_symlink(folder / "target.h", folder / "include/b.h");
  auto inputs = inputs_of(folder / "include", {"a.h"});
  inputs.directories[0].missing = {"b.h"};
  CHECK(fresh(inputs));
  // Nothing changes in the folder itself.
  folder.write("target.h", "");
  CHECK(!fresh(inputs));
}

TEST_CASE("what was only looked for has to be of the same kind", "[cache]") {
  const Folder folder;
  folder.write("a.h", "int a;\n");
  fs::create_directory(folder / "sub");
  auto inputs = inputs_of(folder / "", {});
  inputs.directories[0].files = {{"a.h", InputKind::present}, {"sub", InputKind::directory}};
  CHECK(fresh(inputs));
  SECTION("its content does not matter") {
    folder.write("a.h", "something else");
    CHECK(fresh(inputs));
  }
  SECTION("no file") {
    fs::remove(folder / "a.h");
    CHECK(!fresh(inputs));
  }
  SECTION("no folder") {
    fs::remove(folder / "sub");
    folder.write("sub", "");
    CHECK(!fresh(inputs));
  }
}

TEST_CASE("a folder that was listed has to hold the same names", "[cache]") {
  const Folder folder;
  folder.write("gcc/12/x", "");
  set_time(folder / "gcc", 1'000'000'000);
  auto inputs = inputs_of(folder / "gcc", {});
  inputs.directories[0].listed = true;
  inputs.directories[0].listing = content_digest("12\n");
  CHECK(fresh(inputs));
  folder.write("gcc/13/x", "");
  CHECK(!fresh(inputs));
  fs::remove_all(folder / "gcc/13");
  CHECK(fresh(inputs));
}

TEST_CASE("a link that leads elsewhere is noticed, though the content is the same", "[cache]") {
  const Folder folder;
  folder.write("v1/a.h", "int a;\n");
  folder.write("v2/a.h", "int a;\n");
  fs::create_directory_symlink(folder / "v1", folder / "current");
  const auto inputs = inputs_of(folder / "current", {"a.h"});
  CHECK(fresh(inputs));
  fs::remove(folder / "current");
  fs::create_directory_symlink(folder / "v2", folder / "current");
  // Reports would name the other file.
  CHECK(!fresh(inputs));
}

TEST_CASE("a file behind a link keeps its own path", "[cache]") {
  const Folder folder;
  folder.write("real.h", "int a;\n");
  fs::create_symlink(folder / "real.h", folder / "a.h");
  const auto inputs = inputs_of(folder / "", {"a.h"});
  CHECK(inputs.directories[0].files[0].real == folder / "real.h");
  set_time(folder / "real.h", 1'000'000'000);
  CHECK(fresh(inputs));
  // The same content, but a file of its own now.
  fs::remove(folder / "a.h");
  folder.write("a.h", "int a;\n");
  CHECK(!fresh(inputs));
}

TEST_CASE("inputs that make no sense are not fresh", "[cache]") {
  const Folder folder;
  folder.write("a.h", "int a;\n");
  auto inputs = inputs_of(folder / "", {"a.h"}, {"b.h"});
  inputs.directories[0].missing = {"c.h"};
  const auto bytes = encode(inputs);
  REQUIRE(FileTable().is_fresh(bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    INFO(size);
    CHECK(!FileTable().is_fresh(std::string_view(bytes).substr(0, size)));
  }
  CHECK(!FileTable().is_fresh(bytes + "x"));
  // Any byte changed: fresh or not, but no crash.
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    auto damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xff);
    FileTable().is_fresh(damaged);
  }
}

// ---- the cache itself
// ------------------------------------------------------------------------------------------------

/// One cache with one shard.
struct Filled {
  Filled() {
    sources.write("a.c", "int a;\n");
    inputs = encode(inputs_of(sources / "", {"a.c"}));
    REQUIRE(cache.store(key, inputs, shard));
  }
  std::optional<std::string> found(const Cache& where) const {
    FileTable files;
    const auto entry = where.find(key, files);
    return entry ? Cache::unpack(*entry) : std::nullopt;
  }
  std::vector<std::string> files() const {
    std::vector<std::string> paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "")) {
      if (entry.is_regular_file()) paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }
  Folder folder;
  Folder sources;
  Cache cache{folder / "", tool};
  CacheKey key = cache_key({"a.c", "-O2"});
  std::string inputs;
  std::string shard = std::string(5000, 'x') + "facts";
};

TEST_CASE("a shard comes back as it was", "[cache]") {
  const Filled filled;
  CHECK(filled.found(filled.cache) == filled.shard);
  REQUIRE(filled.files().size() == 1);
  CHECK(fs::file_size(filled.files()[0]) < 1000);  // Compressed.
}

TEST_CASE("empty shards and inputs come back", "[cache]") {
  const Folder folder;
  const Cache cache(folder / "", tool);
  REQUIRE(cache.store({1, 2}, encode(UnitInputs{}), ""));
  FileTable files;
  const auto entry = cache.find({1, 2}, files);
  REQUIRE(entry);
  CHECK(Cache::unpack(*entry) == "");
}

TEST_CASE("a key knows its parts and their order", "[cache]") {
  const std::vector<CacheKey> keys = {cache_key({}),         cache_key({""}),       cache_key({"ab"}),
                                      cache_key({"a", "b"}), cache_key({"b", "a"}), cache_key({"a", "b", ""})};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (std::size_t k = 0; k < keys.size(); ++k) CHECK((keys[i] == keys[k]) == (i == k));
  }
}

TEST_CASE("another key or tool finds nothing", "[cache]") {
  const Filled filled;
  FileTable files;
  CHECK(!filled.cache.find(cache_key({"a.c", "-O3"}), files));
  CHECK(!filled.found(Cache(filled.folder / "", tool + 1)));
}

TEST_CASE("a shard under another name is a miss", "[cache]") {
  const Filled filled;
  const auto other = cache_key({"b.c"});
  REQUIRE(filled.cache.store(other, filled.inputs, "facts of b.c"));
  const auto files = filled.files();
  REQUIRE(files.size() == 2);
  const auto first = bytes_of(files[0]);
  const auto second = bytes_of(files[1]);
  std::ofstream(files[0], std::ios::binary) << second;
  std::ofstream(files[1], std::ios::binary) << first;
  FileTable table;
  CHECK(!filled.found(filled.cache));
  CHECK(!filled.cache.find(other, table));
}

TEST_CASE("every cut and every changed byte of a cache file is a miss", "[cache]") {
  const Filled filled;
  const auto path = filled.files().at(0);
  const auto bytes = bytes_of(path);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    INFO(size);
    std::ofstream(path, std::ios::binary) << bytes.substr(0, size);
    CHECK(!filled.found(filled.cache));
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    INFO(at);
    auto damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    std::ofstream(path, std::ios::binary) << damaged;
    CHECK(!filled.found(filled.cache));
  }
  std::ofstream(path, std::ios::binary) << bytes << 'x';
  CHECK(!filled.found(filled.cache));
  // And a store mends it.
  REQUIRE(filled.cache.store(filled.key, filled.inputs, filled.shard));
  CHECK(filled.files().size() == 1);
  CHECK(filled.found(filled.cache) == filled.shard);
}

TEST_CASE("what is no file is a miss", "[cache]") {
  const Filled filled;
  const auto path = filled.files().at(0);
  fs::remove(path);
  fs::create_directory(path);
  CHECK(!filled.found(filled.cache));
}

TEST_CASE("a key remembers a few states of the files", "[cache]") {
  const Filled filled;
  const auto state = [](int number) { return "int a" + std::to_string(number) + ";\n"; };
  // The file that was just written counts as used at a time of its own.
  const auto used_at = [&](std::int64_t time) {
    for (const auto& path : filled.files()) {
      if (fs::last_write_time(path) > fs::file_time_type::clock::now() - std::chrono::hours(1)) set_time(path, time);
    }
  };
  used_at(1'000'000'000);
  for (int number = 0; number < 6; ++number) {
    filled.sources.write("a.c", state(number));
    REQUIRE(filled.cache.store(filled.key, encode(inputs_of(filled.sources / "", {"a.c"})), state(number)));
    used_at(1'000'000'001 + number);
  }
  CHECK(filled.files().size() == 4);
  for (int number = 0; number < 6; ++number) {
    INFO(number);
    filled.sources.write("a.c", state(number));
    // The four that were used last.
    CHECK(filled.found(filled.cache) == (number < 2 ? std::nullopt : std::optional(state(number))));
  }
}

TEST_CASE("the same state is kept once", "[cache]") {
  const Filled filled;
  for (int i = 0; i < 5; ++i) REQUIRE(filled.cache.store(filled.key, filled.inputs, filled.shard));
  CHECK(filled.files().size() == 1);
}

TEST_CASE("a cache that cannot be written says so", "[cache]") {
  const Filled filled;
  filled.folder.write("file", "");
  const Cache nowhere(filled.folder / "file/cache", tool);
  std::string warning;
  CHECK(!nowhere.prepare(warning).empty());
  CHECK(!nowhere.store(filled.key, filled.inputs, filled.shard));
  CHECK(filled.cache.prepare(warning).empty());
  CHECK(warning.empty());
}

TEST_CASE("stats count what is there", "[cache]") {
  const Filled filled;
  REQUIRE(Cache(filled.folder / "", tool + 1).store(cache_key({"b"}), filled.inputs, "b"));
  filled.folder.write("v1/00/tmp-abcdef.shard", "half");
  filled.folder.write("notes.txt", "not ours");
  filled.folder.write("v1/00/notes.shard", "not ours");
  const auto stats = filled.cache.stats();
  CHECK(stats.shards == 2);
  CHECK(stats.other_shards == 1);
  CHECK(stats.leftovers == 1);
  CHECK(stats.bytes > stats.other_bytes);
}

TEST_CASE("prune drops what it is asked to, and nothing that is not the cache's", "[cache]") {
  const Filled filled;
  const auto old = filled.files().at(0);
  REQUIRE(Cache(filled.folder / "", tool + 1).store(cache_key({"b"}), filled.inputs, "b"));
  REQUIRE(filled.cache.store(cache_key({"c"}), filled.inputs, "c"));
  set_time(old, 1'000'000'000);
  filled.folder.write("v1/00/tmp-abcdef.shard", "half");
  filled.folder.write("v0/00/" + std::string(30, 'a') + "-0.shard", "of a former format");
  filled.folder.write("v1/00/notes.shard", "not ours");
  filled.folder.write("sub/" + std::string(30, 'a') + "-0.shard", "not ours");
  CacheLimits limits;
  SECTION("nothing") {
    CHECK(filled.cache.prune(limits).shards == 0);
    CHECK(filled.cache.stats().shards == 4);
  }
  SECTION("old ones") {
    limits.older_than = std::chrono::hours(24);
    CHECK(filled.cache.prune(limits).shards == 1);
    CHECK(!fs::exists(old));
  }
  SECTION("other versions") {
    limits.other_versions = true;
    CHECK(filled.cache.prune(limits).shards == 2);
    CHECK(fs::exists(old));
    CHECK(!fs::exists(filled.folder / "v0"));
  }
  SECTION("the oldest, until the rest fits") {
    limits.max_bytes = filled.cache.stats().bytes - 1;
    CHECK(filled.cache.prune(limits).shards == 1);
    CHECK(!fs::exists(old));
    limits.max_bytes = 0;
    CHECK(filled.cache.prune(limits).shards == 3);
  }
  SECTION("leftovers of long ago only") {
    CHECK(filled.cache.prune(limits).leftovers == 0);
    set_time(filled.folder / "v1/00/tmp-abcdef.shard", 1'000'000'000);
    CHECK(filled.cache.prune(limits).leftovers == 1);
  }
  SECTION("everything") {
    limits.everything = true;
    CHECK(filled.cache.prune(limits).shards == 4);
    CHECK(filled.cache.stats().shards == 0);
    // It may be a running scan's.
    CHECK(filled.cache.stats().leftovers == 1);
  }
  CHECK(fs::exists(filled.folder / "v1/00/notes.shard"));
  CHECK(fs::exists(filled.folder / ("sub/" + std::string(30, 'a') + "-0.shard")));
}

TEST_CASE("use keeps a shard from being old", "[cache]") {
  const Filled filled;
  set_time(filled.files().at(0), 1'000'000'000);
  CHECK(filled.found(filled.cache));
  CacheLimits limits;
  limits.older_than = std::chrono::hours(24);
  CHECK(filled.cache.prune(limits).shards == 0);
}

TEST_CASE("a cache tidies up once a day", "[cache]") {
  const Filled filled;
  const auto old = filled.files().at(0);
  filled.cache.tidy();
  CHECK(fs::exists(old));
  set_time(old, 1'000'000'000);
  filled.cache.tidy();
  CHECK(fs::exists(old));
  set_time(filled.folder / "tidied", 1'000'000'000);
  filled.cache.tidy();
  CHECK(!fs::exists(old));
}

}  // namespace
}  // namespace stallhound

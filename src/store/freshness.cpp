// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Hundreds of units depend on the same few thousand headers. Their inputs are therefore not decoded into structs but
// walked as bytes, against a table of what the file system said in this scan.
//
// A file is as it was if size, inode, and the times of modification and of change are; otherwise its digest decides. So
// a copied checkout or a restored cache is read once in a scan, but not parsed. The time of modification alone would
// not do: rsync, tar and touch set it back. What no time shows is a write through a mapping of the file that was made,
// and written to, before the scan; it shows as soon as the kernel has written the page to disk.
//
// Besides, the path behind links must be as it was, since it ends up in reports. Names that were missing from a folder
// are not looked for one by one as long as the folder's own times say that no name was added to it.
#include "store/freshness.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <set>

#include "base/content_digest.h"
#include "base/files.h"
#include "base/overlay.h"
#include "store/bytes.h"

namespace stallhound {
namespace {

using storage::Reader;
using storage::Writer;

constexpr auto last_input_kind = InputKind::directory;

struct Look {
  bool found = false;
  bool directory = false;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified = 0;
  std::int64_t changed = 0;
  std::optional<std::uint64_t> content;  ///< Known without reading it.
};

std::int64_t nanoseconds(const struct timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

Look look_at_disk(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return {};
  return {true,
          S_ISDIR(info.st_mode),
          info.st_dev,
          info.st_ino,
          static_cast<std::uint64_t>(info.st_size),
          nanoseconds(info.st_mtim),
          nanoseconds(info.st_ctim),
          std::nullopt};
}

std::optional<std::uint64_t> digest_of(const std::string& path) {
  const auto content = read_file(path, file_kind::input);
  return content ? std::optional(content_digest(*content)) : std::nullopt;
}

std::string real_path_on_disk(const std::string& path) {
  char buffer[PATH_MAX];
  return ::realpath(path.c_str(), buffer) == nullptr ? std::string() : std::string(buffer);
}

std::uint8_t bits(const InputDirectory& directory) { return directory.listed ? 1 : 0; }

/// A folder and a file as they stand in encoded inputs.
struct RecordedDirectory {
  std::string_view path;
  std::string_view real;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t modified = 0;
  std::int64_t changed = 0;
  bool listed = false;
  std::uint64_t listing = 0;
};

struct RecordedFile {
  InputKind kind = InputKind::read;
  std::string_view name;
  std::uint64_t size = 0;
  std::uint64_t inode = 0;
  std::int64_t modified = 0;
  std::int64_t changed = 0;
  std::uint64_t content = 0;
  std::string_view real;
};

/// Reads encoded inputs and hands out their parts, until one of the functions says no. False then, and if the bytes
/// make no sense.
template <class OnDirectory, class OnFile, class OnAbsent, class OnMissing>
bool walk(std::string_view inputs, const OnDirectory& on_directory, const OnFile& on_file, const OnAbsent& on_absent,
          const OnMissing& on_missing) {
  Reader reader(inputs);
  for (auto directories = reader.count(); directories > 0 && reader.ok(); --directories) {
    RecordedDirectory directory;
    directory.path = reader.raw();
    directory.real = reader.raw();
    directory.device = reader.number();
    directory.inode = reader.number();
    directory.modified = static_cast<std::int64_t>(reader.number());
    directory.changed = static_cast<std::int64_t>(reader.number());
    const auto listed = reader.number();
    if (listed > 1) return false;
    directory.listed = listed != 0;
    directory.listing = directory.listed ? reader.fixed() : 0;
    if (!reader.ok()) return false;
    on_directory(directory);
    for (auto files = reader.count(); files > 0 && reader.ok(); --files) {
      RecordedFile file;
      const auto kind = reader.number();
      if (kind > static_cast<std::uint64_t>(last_input_kind)) return false;
      file.kind = static_cast<InputKind>(kind);
      file.name = reader.raw();
      if (file.kind == InputKind::read) {
        file.size = reader.number();
        file.inode = reader.number();
        file.modified = static_cast<std::int64_t>(reader.number());
        file.changed = static_cast<std::int64_t>(reader.number());
        file.content = reader.fixed();
        file.real = reader.raw();
      }
      if (!reader.ok() || !on_file(directory, file)) return false;
    }
    const auto absent = reader.raw();
    if (!reader.ok() || !on_absent(directory, absent)) return false;
    for (auto missing = reader.count(); missing > 0 && reader.ok(); --missing) {
      const auto name = reader.raw();
      if (!reader.ok() || !on_missing(name)) return false;
    }
  }
  return reader.ok() && reader.done();
}

std::string join(std::string_view directory, std::string_view name) {
  std::string path(directory);
  if (!path.ends_with('/')) path += '/';
  return path += name;
}

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

std::string encode(const UnitInputs& inputs) {
  Writer writer;
  writer.number(inputs.directories.size());
  for (const auto& directory : inputs.directories) {
    writer.raw(directory.path);
    writer.raw(directory.real);
    writer.number(directory.device);
    writer.number(directory.inode);
    writer.number(static_cast<std::uint64_t>(directory.modified));
    writer.number(static_cast<std::uint64_t>(directory.changed));
    writer.number(bits(directory));
    if (directory.listed) writer.fixed(directory.listing);
    writer.number(directory.files.size());
    for (const auto& file : directory.files) {
      writer.number(static_cast<std::uint64_t>(file.kind));
      writer.raw(file.name);
      if (file.kind != InputKind::read) continue;
      writer.number(file.size);
      writer.number(file.inode);
      writer.number(static_cast<std::uint64_t>(file.modified));
      writer.number(static_cast<std::uint64_t>(file.changed));
      writer.fixed(file.content);
      writer.raw(file.real);
    }
    // In a block of its own, so that it can be jumped over.
    Writer absent;
    for (const auto& name : directory.absent) absent.raw(name);
    writer.raw(absent.take());
    writer.number(directory.missing.size());
    for (const auto& name : directory.missing) writer.raw(name);
  }
  return writer.take();
}

/// The disk, and what is to be taken for it.
class FileTable::State {
 public:
  explicit State(const std::vector<FileVersion>& versions) {
    for (std::size_t i = 0; i < versions.size(); ++i) {
      overlay_.add(i, versions[i].path, versions[i].there);
      versions_.push_back(
          {versions[i].path, versions[i].there, versions[i].content.size(), content_digest(versions[i].content)});
    }
  }

  Look look_at(const std::string& path) const {
    auto look = look_at_disk(path);
    if (versions_.empty()) return look;
    if (look.found) {
      const auto index = look.directory ? std::nullopt : overlay_.on_disk(look.device, look.inode);
      return index ? version(*index, look) : look;
    }
    if (const auto index = overlay_.only_here(path)) return version(*index, look);
    look.found = look.directory = overlay_.has_directory(path);
    return look;
  }

  const std::set<std::string, std::less<>>* more_names(const std::string& directory) const {
    return overlay_.more_names(directory);
  }

  /// The path without links.
  std::string real_path(const std::string& path) const {
    auto real = real_path_on_disk(path);
    if (!real.empty()) return real;
    const auto index = overlay_.only_here(path);
    return index ? versions_[*index].path : real;
  }

 private:
  struct Version {
    std::string path;
    bool there = false;
    std::uint64_t size = 0;
    std::uint64_t content = 0;
  };

  Look version(std::size_t index, Look look) const {
    const auto& version = versions_[index];
    if (!version.there) return {};
    look.found = true;
    look.size = version.size;
    look.content = version.content;
    // No time that was ever recorded.
    look.modified = -1;
    return look;
  }

  Overlay overlay_;
  std::vector<Version> versions_;
};

/// What is known about one folder and the names in it.
class FileTable::Directory {
 public:
  Directory(std::string path, const State& state, Counts& counts)
      : path_(std::move(path)), state_(state), counts_(counts), more_names_(state.more_names(path_)) {}

  const Look& look() {
    if (!look_) {
      look_ = state_.look_at(path_);
      ++counts_.files;
    }
    return *look_;
  }

  bool unchanged(const RecordedDirectory& recorded) {
    if (more_names_ != nullptr) return false;
    const auto& now = look();
    return now.directory && same_times(now, recorded) && now.inode == recorded.inode && now.device == recorded.device;
  }

  bool is_kind(std::string_view name, InputKind kind) {
    const auto& now = entry(name).look;
    return now.found && now.directory == (kind == InputKind::directory);
  }

  bool is_same(const RecordedFile& recorded, std::string_view recorded_directory) {
    auto& file = entry(recorded.name);
    const auto& now = file.look;
    if (!now.found || now.directory || now.size != recorded.size) return false;
    const bool same_inode = now.inode == recorded.inode;
    if (!(same_inode && same_times(now, recorded)) && content_of(file, recorded.name) != recorded.content) return false;
    // A link to a folder of hard links leads to the same inodes by another path.
    if (same_inode && recorded.real.empty() && real_path() == recorded_directory) return true;
    if (file.real.empty()) file.real = state_.real_path(path_of(recorded.name));
    return recorded.real.empty() ? file.real == join(recorded_directory, recorded.name) : file.real == recorded.real;
  }

  /// True if no entry of the folder has this name or its first part.
  bool lacks(std::string_view name) {
    if (!look().directory) return true;
    list();
    return !names_.contains(name.substr(0, name.find('/'))) || !state_.look_at(path_of(name)).found;
  }

  bool misses(std::string_view name) { return !entry(name).look.found; }

  std::uint64_t listing() {
    list();
    std::string text;
    for (const auto& name : names_) text += name + '\n';
    return content_digest(text);
  }

 private:
  struct Entry {
    Look look;
    bool digested = false;
    std::optional<std::uint64_t> content;
    std::string real;
  };

  std::string path_of(std::string_view name) const { return join(path_, name); }

  template <class Recorded>
  static bool same_times(const Look& now, const Recorded& recorded) {
    return recorded.modified != 0 && now.modified == recorded.modified && now.changed == recorded.changed;
  }

  const std::optional<std::uint64_t>& content_of(Entry& file, std::string_view name) {
    if (file.digested) return file.content;
    file.digested = true;
    file.content = file.look.content;
    if (file.content) return file.content;
    ++counts_.hashed;
    return file.content = digest_of(path_of(name));
  }

  const std::string& real_path() {
    if (!real_path_) real_path_ = state_.real_path(path_);
    return *real_path_;
  }

  Entry& entry(std::string_view name) {
    const auto known = entries_.find(name);
    if (known != entries_.end()) return known->second;
    ++counts_.files;
    return entries_.emplace(std::string(name), Entry{state_.look_at(path_of(name)), false, {}, {}}).first->second;
  }

  void list() {
    if (listed_) return;
    listed_ = true;
    ++counts_.listed;
    if (more_names_ != nullptr) names_ = *more_names_;
    DIR* folder = ::opendir(path_.c_str());
    if (folder == nullptr) return;
    while (const auto* found = ::readdir(folder)) {
      const std::string_view name = found->d_name;
      if (name != "." && name != "..") names_.emplace(name);
    }
    ::closedir(folder);
  }

  std::string path_;
  const State& state_;
  Counts& counts_;
  const std::set<std::string, std::less<>>* more_names_;
  std::optional<Look> look_;
  std::optional<std::string> real_path_;
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
  bool listed_ = false;
  std::set<std::string, std::less<>> names_;
};

FileTable::FileTable() : FileTable(std::vector<FileVersion>{}) {}
FileTable::FileTable(const std::vector<FileVersion>& versions) : state_(std::make_unique<State>(versions)) {}
FileTable::~FileTable() = default;

FileTable::Directory& FileTable::directory(std::string_view path) {
  const auto known = directories_.find(path);
  if (known != directories_.end()) return *known->second;
  return *directories_.emplace(std::string(path), std::make_unique<Directory>(std::string(path), *state_, counts_))
              .first->second;
}

bool FileTable::is_fresh(std::string_view inputs) {
  Directory* folder = nullptr;
  return walk(
      inputs, [&](const RecordedDirectory& recorded) { folder = &directory(recorded.path); },
      [&](const RecordedDirectory& recorded, const RecordedFile& file) {
        return file.kind == InputKind::read ? folder->is_same(file, recorded.real)
                                            : folder->is_kind(file.name, file.kind);
      },
      [&](const RecordedDirectory& recorded, std::string_view absent) {
        if ((absent.empty() && !recorded.listed) || folder->unchanged(recorded)) return true;
        if (recorded.listed && folder->listing() != recorded.listing) return false;
        for (Reader names(absent); !names.done();) {
          if (!folder->lacks(names.raw()) || !names.ok()) return false;
        }
        return true;
      },
      [&](std::string_view missing) { return folder->misses(missing); });
}

void note_read(std::string_view inputs, std::map<std::string, bool, std::less<>>& files) {
  // Most names settle it, without the path around them.
  std::set<std::string_view> names;
  for (const auto& [path, known] : files) names.insert(last_part(path));
  walk(
      inputs, [](const RecordedDirectory&) {},
      [&](const RecordedDirectory& directory, const RecordedFile& file) {
        if (file.kind != InputKind::read) return true;
        if (!names.contains(file.real.empty() ? file.name : last_part(file.real))) return true;
        const auto path = file.real.empty() ? join(directory.real, file.name) : std::string(file.real);
        if (const auto asked = files.find(path); asked != files.end()) asked->second = true;
        return true;
      },
      [](const RecordedDirectory&, std::string_view) { return true; }, [](std::string_view) { return true; });
}

}  // namespace stallhound

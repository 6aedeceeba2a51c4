// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/files.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "base/whole_file.h"

namespace stallhound {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  operator int() const { return number_; }

  std::error_code close() {
    const bool failed = number_ >= 0 && ::close(number_) != 0;
    number_ = -1;
    return failed ? std::error_code(errno, std::generic_category()) : std::error_code();
  }

 private:
  int number_;
};

std::error_code last_error() { return {errno, std::generic_category()}; }

std::string unreadable(const FileKind& kind) { return "cannot read " + std::string(kind.given); }

std::string size_of(std::uint64_t bytes) {
  if (bytes < mebibyte) return std::to_string(bytes) + " bytes";
  const auto mebibytes = bytes / mebibyte;
  return mebibytes % 1024 == 0 ? std::to_string(mebibytes / 1024) + " GiB" : std::to_string(mebibytes) + " MiB";
}

std::string too_large(const FileKind& kind) {
  return "is larger than " + size_of(kind.most_bytes) + ", the most that " + std::string(kind.name) + " may have";
}

/// What is wrong with the type or the size that the system tells.
std::string mistake_in(const struct stat& info, const FileKind& kind, NamedBy named) {
  if (S_ISDIR(info.st_mode)) return unreadable(kind);
  if (S_ISREG(info.st_mode)) {
    return static_cast<std::uint64_t>(info.st_size) > kind.most_bytes ? too_large(kind) : std::string();
  }
  if (named == NamedBy::user) return "";
  const char* type = S_ISFIFO(info.st_mode) ? "a named pipe" : S_ISSOCK(info.st_mode) ? "a socket" : "a device";
  return std::string("is ") + type + ", not a regular file";
}

enum class Waited : std::uint8_t { ready, silent };

/// Waits until there is something to read. A pipe that no program has opened for writing yet is silent, not at its end.
Waited wait_for(int file) {
  pollfd entry{file, POLLIN, 0};
  const auto limit = std::chrono::milliseconds(longest_silence).count();
  int ready = 0;
  while ((ready = ::poll(&entry, 1, static_cast<int>(limit))) < 0 && errno == EINTR) {
  }
  return ready == 0 ? Waited::silent : Waited::ready;
}

/// Reads all that an open file has, whose size is `expected` if nobody lies. Says why that is not possible.
std::string read_all(int file, std::size_t expected, const FileKind& kind, NamedBy named, std::string& content) {
  constexpr std::size_t step = 65536;
  std::size_t filled = 0;
  std::string mistake;
  // One byte more than expected finds the end without another round.
  content.resize(expected + 1);
  while (true) {
    if (named == NamedBy::user && wait_for(file) == Waited::silent) {
      mistake = "has sent nothing for " + std::to_string(longest_silence.count()) + " seconds";
      break;
    }
    const auto got = ::read(file, content.data() + filled, content.size() - filled);
    if (got < 0 && (errno == EINTR || (errno == EAGAIN && named == NamedBy::user))) continue;
    if (got < 0) mistake = unreadable(kind);
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
    // Files below /proc have more than the size that they tell.
    if (filled > kind.most_bytes) {
      mistake = too_large(kind);
      break;
    }
    if (filled == content.size()) content.resize(filled + std::max(filled / 2, step));
  }
  content.resize(filled);
  return mistake;
}

std::error_code write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return last_error();
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

/// Writes to a file that this process has just made, which is removed again if that fails.
std::error_code fill(int number, const std::string& path, std::string_view content) {
  Descriptor file(number);
  if (file < 0) return last_error();
  auto error = write_all(file, content);
  if (const auto closing = file.close(); !error) error = closing;
  if (error) ::unlink(path.c_str());
  return error;
}

constexpr mode_t usual_mode = 0666;  // The umask takes its part.

}  // namespace

Result<std::string> read_file(const std::string& path, const FileKind& kind, NamedBy named) {
  const auto failed = [&path](std::string message) { return Diagnostic{path, 0, 0, std::move(message), ""}; };
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return failed(unreadable(kind));
  if (auto mistake = mistake_in(info, kind, named); !mistake.empty()) return failed(std::move(mistake));
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file < 0 || ::fstat(file, &info) != 0) return failed(unreadable(kind));
  if (auto mistake = mistake_in(info, kind, named); !mistake.empty()) return failed(std::move(mistake));
  std::string content;
  const auto expected = S_ISREG(info.st_mode) ? static_cast<std::size_t>(info.st_size) : 0;
  if (auto mistake = read_all(file, expected, kind, named, content); !mistake.empty()) return failed(mistake);
  return content;
}

std::string read_file(const std::string& path, const FileKind& kind, NamedBy named, Diagnostics& errors) {
  auto content = read_file(path, kind, named);
  if (content) return std::move(*content);
  errors.push_back(content.errors().front());
  return "";
}

std::string read_start(const std::string& path, std::size_t most) {
  struct stat info{};
  std::string content;
  if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return content;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file < 0 || ::fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) return content;
  content.resize(most);
  std::size_t filled = 0;
  while (filled < most) {
    const auto got = ::read(file, content.data() + filled, most - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  content.resize(filled);
  return content;
}

std::string mistake_in_file(const std::string& path, const FileKind& kind) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return unreadable(kind);
  return mistake_in(info, kind, NamedBy::project);
}

std::error_code replace_file(const std::string& path, std::string_view content) {
  struct stat info{};
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    return file < 0 ? last_error() : write_all(file, content);
  }
  // What is left by one that was killed is known as such by its name (src/store/cache_prune.cpp).
  const auto name = path.rfind('/') + 1;
  return write_whole(path, path.substr(0, name) + "tmp-" + path.substr(name), content);
}

std::error_code create_file(const std::string& path, std::string_view content) {
  return fill(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, usual_mode), path, content);
}

}  // namespace stallhound

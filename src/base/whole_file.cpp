// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A file that appears by renaming is never half-written, but a writer that is killed leaves the temporary file behind.
// Linux knows files without a name (O_TMPFILE): the kernel frees them when the process ends, however it ends. They get
// their name once they are complete. Only if another file has that name already is a temporary name needed, between two
// system calls. Where the file system knows no such files, the content is written under the temporary name.
#include "base/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/signal_hold.h"

namespace stallhound {
namespace {

constexpr mode_t for_all = 0666;  ///< The umask takes away from it.
constexpr int attempts = 8;       ///< Other processes may write the same file.

std::error_code last_error() { return {errno, std::generic_category()}; }

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  explicit operator bool() const { return number_ >= 0; }
  int number() const { return number_; }
  /// Some file systems tell only now that the disk is full.
  std::error_code close() {
    const int number = number_;
    number_ = -1;
    return ::close(number) == 0 || errno == EINTR ? std::error_code() : last_error();
  }

 private:
  int number_;
};

std::error_code write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return last_error();
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::error_code rename_over(const std::string& temporary, const std::string& path) {
  if (::rename(temporary.c_str(), path.c_str()) == 0) return {};
  const auto error = last_error();
  ::unlink(temporary.c_str());
  return error;
}

/// Gives a nameless file a name that no other file has.
std::error_code give_name(int file, const std::string& name) {
  const auto self = "/proc/self/fd/" + std::to_string(file);
  return ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0 ? std::error_code()
                                                                                          : last_error();
}

std::error_code publish(int file, const std::string& temporary, const std::string& path) {
  auto error = give_name(file, path);
  for (int i = 0; i < attempts && error == std::errc::file_exists; ++i) {
    error = give_name(file, temporary);
    if (!error) {
      error = rename_over(temporary, path);
      // Another writer took the temporary name away in between; its file is complete as well.
      if (error == std::errc::no_such_file_or_directory) error = give_name(file, path);
      continue;
    }
    if (error == std::errc::file_exists) ::unlink(temporary.c_str());
  }
  return error;
}

std::error_code write_under_temporary_name(const std::string& path, const std::string& shared,
                                           std::string_view content) {
  // Another process must not write into this file, nor give its own unfinished one the final name.
  const auto temporary = shared + std::to_string(::getpid());
  ::unlink(temporary.c_str());
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, for_all));
  if (!file) return last_error();
  auto error = write_all(file.number(), content);
  if (const auto closed = file.close(); !error) error = closed;
  if (!error) return rename_over(temporary, path);
  ::unlink(temporary.c_str());
  return error;
}

}  // namespace

std::error_code write_whole(const std::string& path, const std::string& temporary, std::string_view content) {
  const SignalHold hold;
  auto folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  Descriptor file(::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, for_all));
  if (!file) {
    const bool unknown = errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL;
    return unknown ? write_under_temporary_name(path, temporary, content) : last_error();
  }
  if (auto error = write_all(file.number(), content)) return error;
  auto error = publish(file.number(), temporary, path);
  // No /proc, or a file system that gives no second name.
  const bool nameless = error == std::errc::no_such_file_or_directory || error == std::errc::operation_not_permitted ||
                        error == std::errc::operation_not_supported;
  if (nameless && ::access(folder.c_str(), F_OK) == 0) return write_under_temporary_name(path, temporary, content);
  const auto closed = file.close();
  return error ? error : closed;
}

}  // namespace stallhound

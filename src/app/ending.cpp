// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Everything that a command prints goes through one buffer, which knows why something could not be written: the streams
// of C and C++ only know that.
#include "app/ending.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <iostream>

#include "render/common.h"

namespace stallhound {
namespace {

void open_if_closed(int number) {
  if (::fcntl(number, F_GETFD) != -1 || errno != EBADF) return;
  // Opened the wrong way round, so that using it fails as using a closed file does. The lowest free number is taken.
  (void)::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/// Whether both streams end in the same place: one screen, or one log.
bool same_destination() {
  struct stat out{};
  struct stat err{};
  return ::fstat(STDOUT_FILENO, &out) == 0 && ::fstat(STDERR_FILENO, &err) == 0 && out.st_dev == err.st_dev &&
         out.st_ino == err.st_ino;
}

}  // namespace

class StandardFiles::Output : public std::streambuf {
 public:
  Output() { setp(bytes_.data(), bytes_.data() + bytes_.size()); }

  /// The number of the first error, or 0 if everything has arrived: some file systems tell only when a file is closed.
  int close() {
    sync();
    if (::close(STDOUT_FILENO) != 0 && errno != EINTR && error_ == 0) error_ = errno;
    return error_;
  }

 protected:
  int_type overflow(int_type next) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(next, traits_type::eof())) sputc(traits_type::to_char_type(next));
    return traits_type::not_eof(next);
  }

  int sync() override {
    const char* at = pbase();
    while (error_ == 0 && at != pptr()) {
      const auto written = ::write(STDOUT_FILENO, at, static_cast<std::size_t>(pptr() - at));
      if (written >= 0) {
        at += written;
      } else if (errno != EINTR) {
        error_ = errno;
      }
    }
    setp(bytes_.data(), bytes_.data() + bytes_.size());
    return error_ == 0 ? 0 : -1;
  }

 private:
  std::array<char, 65536> bytes_{};
  int error_ = 0;
};

StandardFiles::StandardFiles() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) open_if_closed(number);
  output_ = std::make_unique<Output>();
  former_ = std::cout.rdbuf(output_.get());
}

StandardFiles::~StandardFiles() { std::cout.rdbuf(former_); }

int StandardFiles::finish(const Ending& ending) {
  const bool told = ending.told_people && same_destination();
  if (const int error = output_->close(); error != 0) {
    std::cerr << "stallhound: error: cannot write to standard output: " << std::strerror(error) << '\n';
    return 2;
  }
  if (ending.exit_code != 0 && !ending.why.empty()) {
    std::cerr << "stallhound: exit code " << ending.exit_code;
    // The line before this one gave the reason.
    if (!told) std::cerr << ": " << render::printable(ending.why);
    std::cerr << '\n';
  }
  return ending.exit_code;
}

}  // namespace stallhound

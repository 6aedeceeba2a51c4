// Handlers of Boost.Asio that use the standard library's files, and helpers of their own.
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../loop.h"
#include "ways.h"

namespace asio = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;
using namespace std::chrono_literals;

namespace {

void save(const fs::path& file, const std::string& text) {
  std::ofstream out(file);
  out << text << '\n';
  out << 42;
  out.flush();
}

std::string load(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

std::string load_rest(const fs::path& file) {
  std::fstream both;
  both.open(file, std::ios::in | std::ios::out);
  char text[8] = {};
  both.read(text, 4);
  both.seekp(0);
  both.write(text, 4);
  both.close();
  return text;
}

void arrange(const fs::path& file) {
  fs::create_directory("folder");
  fs::create_directories("folder/a/b");
  fs::copy_file(file, "folder/copy");
  fs::resize_file(file, 16);
  fs::create_symlink(file, "link");
  fs::read_symlink("link");
  fs::remove("link");
  fs::rename(file, "renamed");
  fs::file_size("renamed");
}

int count_files() {
  int count = 0;
  for (const auto& entry : fs::directory_iterator("folder")) count += entry.is_regular_file();
  for (const auto& entry : fs::recursive_directory_iterator("folder")) count += entry.is_regular_file();
  fs::remove_all("folder");
  fs::remove("renamed");
  return count;
}

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// Closes its file when it goes.
class Descriptor {
 public:
  explicit Descriptor(const char* name) : fd_(::open(name, O_RDWR | O_CREAT, 0644)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    ::ftruncate(fd_, 0);
    ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

void log_line(const char* text) {
  const std::unique_ptr<std::FILE, FileCloser> log(std::fopen("log", "a"));
  std::fputs(text, log.get());
}

class Journal {
 public:
  explicit Journal(asio::io_context& loop) : timer_(loop) {}

  void start() {
    timer_.expires_after(2ms);
    timer_.async_wait([this](const error_code& error) LOOP {
      if (!error) tick();
    });
  }

 private:
  void tick() {
    const Descriptor file("journal");
    ::write(file.get(), "x", 1);
    log_line("tick\n");
    ::unlink("journal");
    ::usleep(1000);
  }

  asio::steady_timer timer_;
};

void each(int count, const std::function<void()>& action) {
  for (int i = 0; i < count; ++i) action();
}

}  // namespace

int main() {
  ::alarm(20);
  asio::io_context loop(1);
  asio::post(loop, []() LOOP { save("notes", load("none")); });
  asio::post(loop, []() LOOP { load_rest("notes"); });
  asio::post(loop, []() LOOP {
    load("notes");
    arrange("notes");
    count_files();
  });
  asio::post(loop, []() LOOP { all_ways(); });
  Journal journal(loop);
  journal.start();
  asio::steady_timer timer(loop, 4ms);
  timer.async_wait([](error_code) LOOP {
    each(2, [] { ::mkdir("again", 0755); });
    ::rmdir("again");
    log_line("done\n");
    ::truncate("log", 0);
    std::remove("log");
  });
  loop.run();
}

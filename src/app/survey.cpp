// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/survey.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <tuple>

#include "app/output.h"
#include "base/files.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 20000;
constexpr std::size_t most_bytes = 1U << 16U;  ///< Of a file: where includes stand.
constexpr int database_depth = 2;
constexpr const char* database_name = "compile_commands.json";

/// How sources show that they use a library. A header that ends in '/' stands for all below it.
struct Library {
  const char* name;
  const char* pack;  ///< The pack that describes it.
  bool is_library;
  std::array<const char*, 6> headers;
  const char* folder;  ///< The end of a folder on the include path; "" if that says nothing.
};

constexpr Library libraries[] = {
    {"Boost.Asio", "asio", true, {"boost/asio.hpp", "boost/asio/"}, ""},
    {"Asio", "asio", true, {"asio.hpp", "asio/"}, ""},
    {"Boost.Beast", "asio-beast", true, {"boost/beast.hpp", "boost/beast/"}, ""},
    {"libuv", "libuv", true, {"uv.h"}, ""},
    {"libevent", "libevent", true, {"event2/", "event.h", "evhttp.h"}, ""},
    {"libev", "libev", true, {"ev.h", "ev++.h"}, ""},
    {"GLib", "glib", true, {"glib.h", "glib/", "gio/", "glib-object.h"}, "/glib-2.0"},
    {"glibmm", "glib-cpp", true, {"glibmm.h", "glibmm/", "giomm.h", "giomm/"}, "/glibmm-2.4"},
    {"GTK", "glib", true, {"gtk/", "gtkmm.h", "gtkmm/", "gdk/"}, "/gtk-4.0"},
    {"Qt", "qt", true, {"QtCore/", "QtNetwork/", "QtWidgets/", "QObject", "QTimer", "QCoreApplication"}, "/QtCore"},
    {"folly", "folly", true, {"folly/io/async/", "folly/coro/", "folly/experimental/coro/", "folly/futures/"}, ""},
    {"Seastar", "seastar", true, {"seastar/"}, ""},
    {"gRPC", "grpc", true, {"grpcpp/", "grpc++/", "grpc/"}, ""},
    {"sd-event", "systemd", true, {"systemd/sd-event.h"}, ""},
    {"Wayland", "wayland", true, {"wayland-server.h", "wayland-server-core.h"}, ""},
    {"POCO", "poco-net", true, {"Poco/Net/SocketReactor.h", "Poco/Net/SocketNotification.h"}, ""},
    {"cppcoro", "cppcoro", true, {"cppcoro/"}, ""},
    {"libunifex", "unifex", true, {"unifex/"}, ""},
    {"stdexec", "stdexec", true, {"stdexec/", "exec/"}, ""},
    {"Drogon", "drogon", true, {"drogon/", "trantor/"}, ""},
    {"muduo", "muduo", true, {"muduo/net/"}, ""},
    {"brpc", "brpc", true, {"brpc/", "bthread/"}, ""},
    {"uWebSockets", "uwebsockets", true, {"uWebSockets/", "libusockets.h"}, ""},
    {"libwebsockets", "libwebsockets", true, {"libwebsockets.h"}, ""},
    {"Node-API", "node-api", true, {"node_api.h", "js_native_api.h"}, ""},
    {"node-addon-api", "node-addon-api", true, {"napi.h"}, ""},
    {"nginx", "nginx", true, {"ngx_core.h", "ngx_event.h"}, ""},
    {"D-Bus", "dbus", true, {"dbus/dbus.h"}, ""},
    {"sdbus-c++", "sdbus-c++", true, {"sdbus-c++/"}, ""},
    {"Boost.Cobalt", "cobalt", true, {"boost/cobalt.hpp", "boost/cobalt/"}, ""},
    {"concurrencpp", "concurrencpp", true, {"concurrencpp/"}, ""},
    {"libcoro", "libcoro", true, {"coro/coro.hpp"}, ""},
    {"userver", "userver", true, {"userver/"}, ""},
    {"libhv", "libhv", true, {"hv/hloop.h", "hv/EventLoop.h", "hloop.h"}, ""},
    {"Workflow", "workflow", true, {"workflow/"}, ""},
    {"WebSocket++", "websocketpp", true, {"websocketpp/"}, ""},
    {"coroutines of C++20", "", false, {"coroutine"}, ""},
    {"epoll", "posix", false, {"sys/epoll.h"}, ""},
    {"kqueue", "posix", false, {"sys/event.h"}, ""},
    {"io_uring", "liburing", false, {"liburing.h"}, ""},
    {"poll", "posix", false, {"poll.h", "sys/poll.h"}, ""},
    {"select", "posix", false, {"sys/select.h"}, ""},
};

constexpr std::string_view test_names[] = {"test", "tests", "unittest", "unittests", "testing", "testsuite"};
constexpr std::string_view third_party_names[] = {"third_party", "third-party", "thirdparty", "3rdparty",    "vendor",
                                                  "vendored",    "external",    "extern",     "subprojects", "_deps"};

bool is_among(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

std::string project_root(const std::string& directory) {
  for (fs::path at = directory; !at.empty(); at = at.parent_path()) {
    if (is_there(at / ".git") || is_there(at / ".stallhound.json")) return at.string();
    if (at == at.root_path()) break;
  }
  return directory;
}

BuildSystem build_system(const fs::path& root) {
  if (is_there(root / "CMakeLists.txt")) return BuildSystem::cmake;
  if (is_there(root / "meson.build")) return BuildSystem::meson;
  if (is_there(root / "MODULE.bazel") || is_there(root / "WORKSPACE") || is_there(root / "WORKSPACE.bazel")) {
    return BuildSystem::bazel;
  }
  if (is_there(root / "configure.ac") || is_there(root / "configure")) return BuildSystem::autotools;
  for (const auto* name : {"Makefile", "makefile", "GNUmakefile"}) {
    if (is_there(root / name)) return BuildSystem::make;
  }
  return BuildSystem::unknown;
}

/// The branch that .git/HEAD names.
std::string branch_of(const fs::path& root) {
  const auto text = read_start(root / ".git/HEAD", most_bytes);
  const auto line = text.substr(0, text.find('\n'));
  constexpr std::string_view start = "ref: refs/heads/";
  return line.starts_with(start) ? line.substr(start.size()) : "";
}

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

/// A folder that builds write into: its sources are not the project's.
bool is_build_folder(const fs::path& folder) {
  return is_there(folder / "CMakeCache.txt") || is_there(folder / "build.ninja") || is_there(folder / database_name) ||
         is_there(folder / "meson-info");
}

/// All databases in folders below the root; those called build... first, then the nearest, then by name.
std::vector<fs::path> databases_below(const fs::path& root) {
  std::vector<fs::path> found;
  std::error_code error;
  fs::recursive_directory_iterator entries(root, fs::directory_options::skip_permission_denied, error);
  for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
    if (!entries->is_directory(error)) continue;
    if (is_hidden(entries->path()) || entries.depth() + 1 >= database_depth) entries.disable_recursion_pending();
    if (!is_hidden(entries->path()) && is_there(entries->path() / database_name)) found.push_back(entries->path());
  }
  const auto rank = [&](const fs::path& folder) {
    const auto name = folder.lexically_relative(root).string();
    return std::tuple(!name.starts_with("build"), std::count(name.begin(), name.end(), '/'), name);
  };
  std::sort(found.begin(), found.end(), [&](const fs::path& a, const fs::path& b) { return rank(a) < rank(b); });
  return found;
}

/// The names between <> or "" of a source's #include lines.
std::vector<std::string> includes_of(const fs::path& file) {
  const auto text = read_start(file, most_bytes);
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    std::string_view line(text.data() + begin, end - begin);
    begin = end + 1;
    const auto skip = [&line] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
    skip();
    if (!line.starts_with('#')) continue;
    line.remove_prefix(1);
    skip();
    if (!line.starts_with("include")) continue;
    line.remove_prefix(std::string_view("include").size());
    skip();
    if (line.empty() || (line.front() != '<' && line.front() != '"')) continue;
    const auto close = line.find(line.front() == '<' ? '>' : '"', 1);
    if (close != std::string_view::npos) names.emplace_back(line.substr(1, close - 1));
  }
  return names;
}

bool is_header_of(const Library& library, std::string_view header) {
  return std::any_of(library.headers.begin(), library.headers.end(), [&](const char* known) {
    if (known == nullptr) return false;
    const std::string_view name = known;
    return name.ends_with('/') ? header.starts_with(name) : header == name;
  });
}

class Surveyor {
 public:
  Surveyor(const std::string& directory, const std::vector<std::string>& packs) : packs_(packs) {
    result_.root = project_root(directory);
    root_ = result_.root;
  }

  Result<Survey> run(const std::string& directory, const std::string& build_dir) {
    result_.build_system = build_system(root_);
    result_.branch = branch_of(root_);
    const bool gitlab = is_there(root_ / ".gitlab-ci.yml") || is_there(root_ / ".gitlab");
    result_.host = gitlab && !is_there(root_ / ".github") ? Host::gitlab : Host::github;
    if (!build_dir.empty()) {
      const auto project = load_project({build_dir, {}, directory});
      if (!project) return project.errors();
      use(*project);
    } else {
      find_database();
    }
    walk();
    conclude();
    return std::move(result_);
  }

 private:
  void find_database() {
    auto folders = databases_below(root_);
    if (is_there(root_ / database_name)) folders.push_back(root_);
    for (const auto& folder : folders) {
      const auto project = load_project({folder.string(), {}, result_.root});
      // A left-over that nothing can be made of is no reason to stop.
      if (!project || project->jobs.empty()) continue;
      use(*project);
      return;
    }
  }

  void use(const Project& project) {
    const auto folder = fs::path(project.database).parent_path().string();
    result_.build_dir = folder == result_.root ? "." : relative_to(result_.root, folder);
    result_.units = project.jobs.size();
    std::set<std::string> options;
    for (const auto& job : project.jobs) options.insert(job.arguments.begin(), job.arguments.end());
    for (const auto& library : libraries) {
      const std::string_view end = library.folder;
      if (end.empty()) continue;
      const bool on_path = std::any_of(options.begin(), options.end(), [&](const std::string& option) {
        return std::string_view(option).ends_with(end);
      });
      if (on_path) found_[&library];
    }
  }

  void walk() {
    std::error_code error;
    fs::recursive_directory_iterator entries(root_, fs::directory_options::skip_permission_denied, error);
    for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
      const auto& path = entries->path();
      if (entries->is_directory(error)) {
        if (!enter(path)) entries.disable_recursion_pending();
      } else if (is_source(path) && result_.sources < most_files) {
        sources_.push_back(path);
        ++result_.sources;
      }
    }
    // In the order of names, so that a report does not depend on the file system.
    std::sort(sources_.begin(), sources_.end());
    for (const auto& source : sources_) look_at(source);
  }

  bool enter(const fs::path& folder) {
    const auto name = folder.filename().string();
    if (is_hidden(folder) || name == "node_modules" || is_build_folder(folder)) return false;
    if (is_among(name, third_party_names)) {
      third_party_.insert(name);
      return false;
    }
    if (is_among(name, test_names)) tests_.insert(name);
    return true;
  }

  static bool is_source(const fs::path& path) {
    constexpr std::string_view extensions[] = {".c", ".cc", ".cpp", ".cxx", ".m",  ".mm",
                                               ".h", ".hh", ".hpp", ".hxx", ".ipp"};
    return is_among(path.extension().string(), extensions);
  }

  void look_at(const fs::path& source) {
    const auto stem = source.stem().string();
    for (const auto* end : {"_test", "_unittest"}) {
      if (stem.ends_with(end)) tests_.insert("*" + std::string(end) + source.extension().string());
    }
    std::set<const Library*> here;
    for (const auto& header : includes_of(source)) {
      for (const auto& library : libraries) {
        if (!is_header_of(library, header) || !here.insert(&library).second) continue;
        auto& found = found_[&library];
        ++found.files;
        if (found.header.empty()) found.header = header;
      }
    }
  }

  void conclude() {
    for (auto& [library, found] : found_) {
      found.name = library->name;
      found.is_library = library->is_library;
      const std::string_view pack = library->pack;
      found.described = pack.empty() || std::find(packs_.begin(), packs_.end(), pack) != packs_.end();
      result_.libraries.push_back(found);
    }
    std::sort(result_.libraries.begin(), result_.libraries.end(), [](const FoundLibrary& a, const FoundLibrary& b) {
      return std::tuple(!a.is_library, b.files, a.name) < std::tuple(!b.is_library, a.files, b.name);
    });
    result_.tests.assign(tests_.begin(), tests_.end());
    result_.third_party.assign(third_party_.begin(), third_party_.end());
  }

  fs::path root_;
  const std::vector<std::string>& packs_;
  Survey result_;
  std::map<const Library*, FoundLibrary> found_;  ///< In the order of the table.
  std::set<std::string> tests_;
  std::set<std::string> third_party_;
  std::vector<fs::path> sources_;
};

}  // namespace

Result<Survey> survey(const std::string& directory, const std::string& build_dir,
                      const std::vector<std::string>& packs) {
  return Surveyor(directory, packs).run(directory, build_dir);
}

}  // namespace stallhound

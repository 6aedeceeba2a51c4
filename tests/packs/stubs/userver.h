// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of userver, as far as the pack names it.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace userver {

namespace engine {

class Deadline {};
class TaskProcessor {};
class TaskBase {
 public:
  void BlockingWait() const;
};

template <class Function, class... Arguments>
auto AsyncNoSpan(TaskProcessor& processor, Function&& function, Arguments&&... arguments) -> TaskBase;
template <class Function, class... Arguments>
auto AsyncNoSpan(Function&& function, Arguments&&... arguments) -> TaskBase;
template <class Function, class... Arguments>
auto SharedAsyncNoSpan(Function&& function, Arguments&&... arguments) -> TaskBase;
template <class Function, class... Arguments>
auto CriticalAsyncNoSpan(Function&& function, Arguments&&... arguments) -> TaskBase;
template <class Function, class... Arguments>
auto SharedCriticalAsyncNoSpan(Function&& function, Arguments&&... arguments) -> TaskBase;
void RunStandalone(std::function<void()> payload);

}  // namespace engine

namespace utils {

template <class Function, class... Arguments>
auto Async(engine::TaskProcessor& processor, std::string name, Function&& function, Arguments&&... arguments)
    -> engine::TaskBase;
template <class Function, class... Arguments>
auto Async(std::string name, Function&& function, Arguments&&... arguments) -> engine::TaskBase;
template <class Function, class... Arguments>
auto SharedAsync(std::string name, Function&& function, Arguments&&... arguments) -> engine::TaskBase;
template <class Function, class... Arguments>
auto CriticalAsync(std::string name, Function&& function, Arguments&&... arguments) -> engine::TaskBase;
template <class Function, class... Arguments>
auto SharedCriticalAsync(std::string name, Function&& function, Arguments&&... arguments) -> engine::TaskBase;
template <class Function, class... Arguments>
auto AsyncBackground(engine::TaskProcessor& processor, std::string name, Function&& function, Arguments&&... arguments)
    -> engine::TaskBase;
template <class Function, class... Arguments>
auto CriticalAsyncBackground(engine::TaskProcessor& processor, std::string name, Function&& function,
                             Arguments&&... arguments) -> engine::TaskBase;

class PeriodicTask {
 public:
  struct Settings {};
  void Start(std::string name, Settings settings, std::function<void()> callback);
};

}  // namespace utils

namespace concurrent {
class BackgroundTaskStorage {
 public:
  template <class... Arguments>
  void AsyncDetach(std::string name, Arguments&&... arguments);
  template <class... Arguments>
  void CriticalAsyncDetach(std::string name, Arguments&&... arguments);
};
}  // namespace concurrent

namespace components {
class ComponentContext {
 public:
  engine::TaskProcessor& GetTaskProcessor(const std::string& name) const;
};
class TcpAcceptorBase {
 public:
  virtual ~TcpAcceptorBase();
  virtual void ProcessSocket(int&& socket) = 0;
};
}  // namespace components

namespace cache {
class CacheUpdateTrait {
 public:
  virtual ~CacheUpdateTrait();

 private:
  virtual void Update(int type, const std::chrono::system_clock::time_point& last, int& statistics) = 0;
};
}  // namespace cache

namespace server::handlers {
class HttpHandlerBase {
 public:
  virtual ~HttpHandlerBase();
  virtual std::string HandleRequestThrow(const int& request, int& context) const;
  virtual std::string HandleRequest(int& request, int& context) const;
  virtual void HandleStreamRequest(int& request, int& context, int& stream) const;
  virtual void ParseRequestData(const int& request, int& context) const;
};
class HttpHandlerJsonBase : public HttpHandlerBase {
 public:
  virtual std::string HandleRequestJsonThrow(const int& request, const int& json, int& context) const = 0;
};
}  // namespace server::handlers

namespace server::websocket {
class WebsocketHandlerBase {
 public:
  virtual ~WebsocketHandlerBase();
  virtual void Handle(int& connection, int& context) const = 0;
  virtual void HandleNonWebsocketRequest(int& request, int& context) const;
};
}  // namespace server::websocket

namespace fs::blocking {

std::string ReadFileContents(const std::string& path);
bool FileExists(const std::string& path);
int GetFileType(const std::string& path);
void CreateDirectories(std::string_view path);
void RewriteFileContents(const std::string& path, std::string_view contents);
void RewriteFileContentsFSync(const std::string& path, std::string_view contents);
void RewriteFileContentsAtomically(const std::string& path, std::string_view contents, int permissions);
void SyncDirectoryContents(const std::string& path);
void Rename(const std::string& source, const std::string& destination);
void Chmod(const std::string& path, int permissions);
bool RemoveSingleFile(const std::string& path);

class TempFile {
 public:
  static TempFile Create();
  void Remove() &&;
};
class TempDirectory {
 public:
  static TempDirectory Create();
  void Remove() &&;
};
class FileDescriptor {
 public:
  static FileDescriptor Open(const std::string& path, int mode);
  static FileDescriptor OpenDirectory(const std::string& path);
  void Close() &&;
  void Write(std::string_view contents);
  std::size_t Read(char* buffer, std::size_t size);
  void Seek(std::size_t offset);
  void FSync();
  std::size_t GetSize() const;
};
class CFile {
 public:
  CFile(const std::string& path, int mode);
  void Close() &&;
  std::size_t Read(char* buffer, std::size_t size);
  void Write(std::string_view contents);
  void Flush();
  std::size_t GetSize() const;
};

}  // namespace fs::blocking
}  // namespace userver

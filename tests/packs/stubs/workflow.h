// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of Workflow, as far as the pack names it.
#pragma once

#include <functional>
#include <future>
#include <string>

class SubTask;
class SeriesWork;
class ParallelWork;

template <class Request, class Response>
class WFNetworkTask {
 public:
  void set_callback(std::function<void(WFNetworkTask*)> callback);
};
class WFTimerTask {
 public:
  void set_callback(std::function<void(WFTimerTask*)> callback);
};
template <class Arguments>
class WFFileTask {
 public:
  void set_callback(std::function<void(WFFileTask*)> callback);
};
class WFCounterTask {
 public:
  void set_callback(std::function<void(WFCounterTask*)> callback);
};
class WFMailboxTask {
 public:
  void set_callback(std::function<void(WFMailboxTask*)> callback);
};
class WFSelectorTask {
 public:
  void set_callback(std::function<void(WFSelectorTask*)> callback);
};
class WFModuleTask {
 public:
  void set_callback(std::function<void(const WFModuleTask*)> callback);
};
class WFRepeaterTask {
 public:
  void set_callback(std::function<void(WFRepeaterTask*)> callback);
};
class WFGoTask {
 public:
  void set_callback(std::function<void(WFGoTask*)> callback);
};
template <class Input, class Output>
class WFThreadTask {
 public:
  void set_callback(std::function<void(WFThreadTask*)> callback);
};
using Callback = std::function<void(void*)>;

class WFTaskFactory {
 public:
  static void* create_http_task(const std::string& url, int redirects, int retries, Callback callback);
  static void* create_redis_task(const std::string& url, int retries, Callback callback);
  static void* create_mysql_task(const std::string& url, int retries, Callback callback);
  static void* create_dns_task(const std::string& url, int retries, Callback callback);
  static void* create_timer_task(unsigned microseconds, Callback callback);
  static void* create_counter_task(unsigned target, Callback callback);
  static void* create_mailbox_task(Callback callback);
  static void* create_selector_task(std::size_t candidates, Callback callback);
  static void* create_graph_task(Callback callback);
  static void* create_module_task(SubTask* first, Callback callback);
  static void* create_dynamic_task(std::function<SubTask*(void*)> create);
  static void* create_repeater_task(std::function<SubTask*(void*)> create, Callback callback);
  static void* create_pread_task(int fd, void* bytes, std::size_t count, long offset, Callback callback);
  static void* create_pwrite_task(int fd, const void* bytes, std::size_t count, long offset, Callback callback);
  static void* create_preadv_task(int fd, void* parts, int count, long offset, Callback callback);
  static void* create_pwritev_task(int fd, void* parts, int count, long offset, Callback callback);
  static void* create_fsync_task(int fd, Callback callback);
  static void* create_fdatasync_task(int fd, Callback callback);
  template <class Function, class... Arguments>
  static WFGoTask* create_go_task(const std::string& queue, Function&& function, Arguments&&... arguments);
  template <class Function, class... Arguments>
  static WFGoTask* create_timedgo_task(long seconds, long nanoseconds, const std::string& queue, Function&& function,
                                       Arguments&&... arguments);
  template <class Function, class... Arguments>
  static void reset_go_task(WFGoTask* task, Function&& function, Arguments&&... arguments);
};

template <class Request, class Response>
class WFNetworkTaskFactory {
 public:
  static void* create_client_task(int type, const std::string& url, int retries, Callback callback);
  static void* create_server_task(void* service, std::function<void(void*)>& process);
};
template <class Input, class Output>
class WFThreadTaskFactory {
 public:
  static void* create_thread_task(const std::string& queue, std::function<void(Input*, Output*)> routine,
                                  Callback callback);
};
class WFAlgoTaskFactory {
 public:
  template <class T>
  static void* create_sort_task(const std::string& queue, T* first, T* last, Callback callback);
};

class Workflow {
 public:
  static SeriesWork* create_series_work(SubTask* first, std::function<void(const SeriesWork*)> callback);
  static void start_series_work(SubTask* first, std::function<void(const SeriesWork*)> callback);
  static ParallelWork* create_parallel_work(std::function<void(const ParallelWork*)> callback);
  static void start_parallel_work(SeriesWork* const all[], std::size_t n,
                                  std::function<void(const ParallelWork*)> callback);
};
class SeriesWork {
 public:
  void set_callback(std::function<void(const SeriesWork*)> callback);
};
class ParallelWork {
 public:
  void set_callback(std::function<void(const ParallelWork*)> callback);
};

class WFServerBase {
 public:
  void stop();
  void wait_finish();
};
template <class Request, class Response>
class WFServer : public WFServerBase {
 public:
  WFServer(const int* parameters, std::function<void(WFNetworkTask<Request, Response>*)> process);
  explicit WFServer(std::function<void(WFNetworkTask<Request, Response>*)> process);
};

template <class Result>
class WFFuture {
 public:
  void wait() const;
  template <class Representation, class Period>
  std::future_status wait_for(const std::chrono::duration<Representation, Period>& time) const;
  Result get();
};

class WFFacilities {
 public:
  static void usleep(unsigned microseconds);
  template <class Function, class... Arguments>
  static void go(const std::string& queue, Function&& function, Arguments&&... arguments);
  template <class Response>
  static Response request(int type, const std::string& url);
  class WaitGroup {
   public:
    void wait() const;
  };
};

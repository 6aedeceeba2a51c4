#pragma once

#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>

/// A thread that the loop talks to.
class Worker {
 public:
  Worker();
  ~Worker();
  void wait_until_started();
  void wait_a_little();
  void stop();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool started_ = false;
  std::thread thread_;
};

void do_work(Worker& worker);

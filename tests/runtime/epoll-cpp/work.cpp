#include "work.h"

#include <chrono>
#include <future>
#include <latch>
#include <semaphore>

using namespace std::chrono_literals;

Worker::Worker()
    : thread_([this] {
        std::this_thread::sleep_for(100ms);
        const std::lock_guard lock(mutex_);
        started_ = true;
        changed_.notify_all();
      }) {}

Worker::~Worker() { stop(); }

void Worker::stop() {
  if (thread_.joinable()) thread_.join();
}

void Worker::wait_a_little() {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, std::chrono::system_clock::now() + 5ms);
  changed_.wait_for(lock, 5ms);
}

void Worker::wait_until_started() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return started_; });
}

namespace {

int answer() {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  std::thread thread([&promise] {
    std::this_thread::sleep_for(10ms);
    promise.set_value(42);
  });
  const int result = future.get();
  thread.join();
  return result;
}

void meet() {
  std::latch latch(1);
  std::thread thread([&latch] {
    std::this_thread::sleep_for(10ms);
    latch.count_down();
  });
  latch.wait();
  thread.join();
}

void compute() {
  auto result = std::async(std::launch::async, [] {
    std::this_thread::sleep_for(5ms);
    return 1;
  });
  result.wait();
}

/// The destructor waits.
void run_to_the_end() {
  std::jthread thread([] { std::this_thread::sleep_for(5ms); });
}

int read_shared(std::shared_mutex& mutex) {
  const std::shared_lock lock(mutex);
  return 1;
}

void locks() {
  std::shared_mutex shared;
  read_shared(shared);
  shared.lock();
  shared.unlock();
  std::mutex first, second;
  const std::scoped_lock both(first, second);
  std::recursive_mutex again;
  again.lock();
  again.unlock();
}

}  // namespace

void do_work(Worker& worker) {
  worker.wait_a_little();
  worker.wait_until_started();
  worker.stop();
  answer();
  meet();
  compute();
  run_to_the_end();
  locks();
  std::this_thread::sleep_for(2ms);
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + 2ms);
}

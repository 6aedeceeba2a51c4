// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of folly, as far as its pack names it: executors, synchronisation, processes and files. Its event loop is
// in folly_async.h, its futures and coroutines are in folly_futures.h.
#pragma once
#include <sys/types.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct iovec;
struct rusage;

namespace folly {

template <class Signature>
class Function {
 public:
  template <class F>
  Function(F function);
};
using Func = Function<void()>;
template <class Signature>
class FunctionRef {
 public:
  template <class F>
  FunctionRef(F&& function);
};
template <class Iterator>
class Range;
using StringPiece = Range<const char*>;

// ---- executors

class Executor {
 public:
  template <class ExecutorT = Executor>
  class KeepAlive;
  virtual void add(Func function) = 0;
  virtual void addWithPriority(Func function, std::int8_t priority);
};
class IOExecutor : public virtual Executor {};
class DrivableExecutor : public virtual Executor {
 public:
  virtual void drive() = 0;
};
class TimedDrivableExecutor : public DrivableExecutor {
 public:
  void add(Func function) override;
  void drive() override;
  std::size_t run();
  std::size_t drain();
  void wait();
};
class ScheduledExecutor : public virtual Executor {
 public:
  void schedule(Func&& function);
  virtual void scheduleAt(Func&& function, const std::chrono::steady_clock::time_point& time);
};
class ManualExecutor : public DrivableExecutor, public ScheduledExecutor {
 public:
  void add(Func function) override;
  void scheduleAt(Func&& function, const std::chrono::steady_clock::time_point& time) override;
  void drive() override;
  std::size_t run();
  std::size_t drain();
  void makeProgress();
  void wait();
  template <class F>
  void waitFor(const F& future);
};
class ThreadPoolExecutor : public virtual Executor {
 public:
  void add(Func function) override = 0;
  void join();
  void stop();
};
class CPUThreadPoolExecutor : public ThreadPoolExecutor {
 public:
  ~CPUThreadPoolExecutor();
  void add(Func function) override;
  void addWithPriority(Func function, std::int8_t priority) override;
};
class IOThreadPoolExecutor : public ThreadPoolExecutor, public IOExecutor {
 public:
  ~IOThreadPoolExecutor();
  void add(Func function) override;
};
class SoftRealTimeExecutor : public virtual Executor {
 public:
  virtual void add(Func function, std::uint64_t deadline) = 0;
};
class EDFThreadPoolExecutor : public SoftRealTimeExecutor {
 public:
  ~EDFThreadPoolExecutor();
};
class StripedEDFThreadPoolExecutor : public SoftRealTimeExecutor {
 public:
  void add(Func function, std::uint64_t deadline) override;
  void addWithPriority(Func function, std::int8_t priority) override;
};
class ThreadedExecutor : public virtual Executor {
 public:
  ~ThreadedExecutor();
  void add(Func function) override;
};
class InlineExecutor : public virtual Executor {
 public:
  void add(Func function) override;
};
class QueuedImmediateExecutor : public virtual Executor {
 public:
  void add(Func function) override;
};
class StrandExecutor : public virtual Executor {
 public:
  void add(Func function) override;
  void addWithPriority(Func function, std::int8_t priority) override;
};
class VirtualExecutor : public virtual Executor {
 public:
  void add(Func function) override;
  void addWithPriority(Func function, std::int8_t priority) override;
};
namespace detail {
class SerialExecutorImpl : public virtual Executor {
 public:
  void add(Func function) override;
  void addWithPriority(Func function, std::int8_t priority) override;
};
class MeteredExecutorImpl : public virtual Executor {
 public:
  void add(Func function) override;
};
}  // namespace detail
class FiberIOExecutor : public IOExecutor {
 public:
  void add(Func function) override;
};
template <class ExecutorT>
class FutureExecutor : public ExecutorT {
 public:
  template <class F>
  auto addFuture(F function);
};
template <class F>
auto async(F&& function);

class FunctionScheduler {
 public:
  ~FunctionScheduler();
  void addFunction(Func&& function, std::chrono::microseconds every);
  void addFunctionOnce(Func&& function, StringPiece name);
  void addFunctionUniformDistribution(Func&& function, std::chrono::microseconds least, std::chrono::microseconds most);
  void addFunctionConsistentDelay(Func&& function, std::chrono::microseconds every);
  void addFunctionGenericDistribution(Func&& function, Function<std::chrono::microseconds()>&& intervals);
  void addFunctionGenericNextRunTimeFunctor(Func&& function, Function<long()>&& next);
  bool shutdown();
  bool cancelFunctionAndWait(StringPiece name);
  void cancelAllFunctionsAndWait();
};
class ThreadedRepeatingFunctionRunner {
 public:
  ~ThreadedRepeatingFunctionRunner();
  void add(std::string name, Function<std::chrono::milliseconds()> function);
  void stop();
};

// ---- synchronisation

template <bool may_block, template <class> class Atom>
class Baton {
 public:
  void wait();
  template <class Rep, class Period>
  bool timed_wait(const std::chrono::duration<Rep, Period>& time);
  template <class Rep, class Period>
  bool try_wait_for(const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_wait_until(const std::chrono::time_point<Clock, Duration>& time);
};
class Latch {
 public:
  void wait();
  template <class Rep, class Period>
  bool try_wait_for(const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_wait_until(const std::chrono::time_point<Clock, Duration>& time);
};
template <bool may_block>
class SaturatingSemaphore {
 public:
  void wait();
  template <class Rep, class Period>
  bool try_wait_for(const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_wait_until(const std::chrono::time_point<Clock, Duration>& time);
};
class NativeSemaphore {
 public:
  void wait();
};
class ThrottledLifoSem {
 public:
  void wait();
  template <class Rep, class Period>
  bool try_wait_for(const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_wait_until(const std::chrono::time_point<Clock, Duration>& time);
};
namespace detail {
template <class Handoff>
class LifoSemBase {
 public:
  void wait();
  template <class Rep, class Period>
  bool try_wait_for(const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_wait_until(const std::chrono::time_point<Clock, Duration>& time);
};
template <class Derived>
class MPMCQueueBase {
 public:
  template <class... Arguments>
  void blockingWrite(Arguments&&... arguments);
  template <class T>
  void blockingRead(T& element);
  template <class Clock, class... Arguments>
  bool tryWriteUntil(const std::chrono::time_point<Clock>& time, Arguments&&... arguments);
  template <class Clock, class T>
  bool tryReadUntil(const std::chrono::time_point<Clock>& time, T& element);
};
namespace distributed_mutex {
class DistributedMutex {
 public:
  int lock();
  template <class Rep, class Period>
  int try_lock_for(const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  int try_lock_until(const std::chrono::time_point<Clock, Duration>& time);
};
}  // namespace distributed_mutex
}  // namespace detail
template <class T>
class MPMCQueue : public detail::MPMCQueueBase<MPMCQueue<T>> {
 public:
  template <class... Arguments>
  void blockingWrite(Arguments&&... arguments);
};
class EventCount {
 public:
  class Key;
  void wait(Key key) noexcept;
  template <class Condition>
  void await(Condition condition);
};
template <class Data>
class ParkingLot {
 public:
  template <class Key, class D, class ToPark, class PreWait>
  auto park(Key key, D&& data, ToPark&& to_park, PreWait&& pre_wait);
  template <class Key, class D, class ToPark, class PreWait, class Time>
  auto park_for(Key key, D&& data, ToPark&& to_park, PreWait&& pre_wait, Time time);
  template <class Key, class D, class ToPark, class PreWait, class Time>
  auto park_until(Key key, D&& data, ToPark&& to_park, PreWait&& pre_wait, Time time);
};
template <class T>
class UnboundedQueue {
 public:
  T dequeue();
  template <class Rep, class Period>
  bool try_dequeue_for(T& element, const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_dequeue_until(T& element, const std::chrono::time_point<Clock, Duration>& time);
};
template <class T>
class DynamicBoundedQueue {
 public:
  void dequeue(T& element);
  void enqueue(const T& element);
  template <class Rep, class Period>
  bool try_dequeue_for(T& element, const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_dequeue_until(T& element, const std::chrono::time_point<Clock, Duration>& time);
  template <class Rep, class Period>
  bool try_enqueue_for(const T& element, const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_enqueue_until(const T& element, const std::chrono::time_point<Clock, Duration>& time);
};
class rcu_domain {
 public:
  void synchronize() noexcept;
};
void rcu_synchronize(rcu_domain& domain) noexcept;
void rcu_barrier(rcu_domain& domain) noexcept;

template <bool reader_priority>
class SharedMutexImpl {
 public:
  void lock();
  void lock_shared();
  void lock_upgrade();
  template <class Rep, class Period>
  bool try_lock_for(const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time);
  template <class Rep, class Period>
  bool try_lock_shared_for(const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_lock_shared_until(const std::chrono::time_point<Clock, Duration>& time);
  template <class Rep, class Period>
  bool try_lock_upgrade_for(const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool try_lock_upgrade_until(const std::chrono::time_point<Clock, Duration>& time);
};
struct MicroSpinLock {
  void lock() noexcept;
};
template <class Integer>
struct PicoSpinLock {
  void lock() const;
};
class MicroLockBase {
 public:
  void lock() noexcept;
};
class RWSpinLock {
 public:
  void lock();
  void lock_shared();
  void lock_upgrade();
};
template <class Subclass>
class SynchronizedBase {
 public:
  auto lock();
  auto wlock();
  auto rlock() const;
  auto ulock();
  template <class F>
  auto withLock(F&& function);
  template <class F>
  auto withWLock(F&& function);
  template <class F>
  auto withRLock(F&& function) const;
  template <class F>
  auto withULock(F&& function);
  template <class F>
  auto withLockPtr(F&& function);
  template <class F>
  auto withWLockPtr(F&& function);
  template <class F>
  auto withRLockPtr(F&& function) const;
  template <class F>
  auto withULockPtr(F&& function);
};
template <class T>
class Synchronized : public SynchronizedBase<Synchronized<T>> {
 public:
  T copy() const;
  void copyInto(T& target) const;
  T exchange(T&& value);
  void swap(T& value);
  auto contextualLock();
  auto contextualRLock() const;
};
template <class Flag, class F, class... Arguments>
void call_once(Flag& flag, F&& function, Arguments&&... arguments);

class CancellationToken;
class CancellationCallback {
 public:
  template <class F>
  CancellationCallback(const CancellationToken& token, F&& callback);
};
template <class T>
class Singleton {
 public:
  explicit Singleton(Function<T*()> create, Function<void(T*)> teardown = nullptr);
};

// ---- processes and files

class Subprocess {
 public:
  class Options;
  using TimeoutDuration = std::chrono::milliseconds;
  Subprocess();
  explicit Subprocess(const std::vector<std::string>& arguments, const Options& options);
  int wait();
  void waitChecked();
  int waitAndGetRusage(rusage* usage);
  int waitTimeout(TimeoutDuration timeout);
  int waitOrTerminateOrKill(TimeoutDuration wait, TimeoutDuration terminate);
  int terminateOrKill(TimeoutDuration timeout);
  std::pair<std::string, std::string> communicate(StringPiece input);
  int communicateIOBuf(int input);
};

class File {
 public:
  explicit File(int descriptor, bool owns = false) noexcept;
  explicit File(const char* name, int flags = 0, mode_t mode = 0666);
  static File temporary();
  void lock();
  void lock_shared();
};
class MemoryMapping {
 public:
  enum class LockMode;
  explicit MemoryMapping(const char* name, off_t offset, off_t length);
  bool mlock(LockMode mode);
};

int openNoInt(const char* name, int flags, mode_t mode = 0666);
int closeNoInt(int descriptor);
int fsyncNoInt(int descriptor);
int fdatasyncNoInt(int descriptor);
int ftruncateNoInt(int descriptor, off_t length);
int truncateNoInt(const char* path, off_t length);
int flockNoInt(int descriptor, int operation);
ssize_t readNoInt(int descriptor, void* buffer, std::size_t count);
ssize_t preadNoInt(int descriptor, void* buffer, std::size_t count, off_t offset);
ssize_t readvNoInt(int descriptor, const iovec* buffers, int count);
ssize_t preadvNoInt(int descriptor, const iovec* buffers, int count, off_t offset);
ssize_t writeNoInt(int descriptor, const void* buffer, std::size_t count);
ssize_t pwriteNoInt(int descriptor, const void* buffer, std::size_t count, off_t offset);
ssize_t writevNoInt(int descriptor, const iovec* buffers, int count);
ssize_t pwritevNoInt(int descriptor, const iovec* buffers, int count, off_t offset);
ssize_t readFull(int descriptor, void* buffer, std::size_t count);
ssize_t preadFull(int descriptor, void* buffer, std::size_t count, off_t offset);
ssize_t readvFull(int descriptor, iovec* buffers, int count);
ssize_t preadvFull(int descriptor, iovec* buffers, int count, off_t offset);
ssize_t writeFull(int descriptor, const void* buffer, std::size_t count);
ssize_t pwriteFull(int descriptor, const void* buffer, std::size_t count, off_t offset);
ssize_t writevFull(int descriptor, iovec* buffers, int count);
ssize_t pwritevFull(int descriptor, iovec* buffers, int count, off_t offset);
template <class Container>
bool readFile(const char* name, Container& out, std::size_t most = 0);
template <class Container>
bool writeFile(const Container& data, const char* name, int flags = 0, mode_t mode = 0666);
void writeFileAtomic(StringPiece name, StringPiece data, mode_t mode);
int writeFileAtomicNoThrow(StringPiece name, iovec* data, int count, mode_t mode);

class SocketAddress {
 public:
  SocketAddress();
  SocketAddress(const char* host, std::uint16_t port, bool allow_name_lookup = false);
  void setFromHostPort(const char* host, std::uint16_t port);
};

}  // namespace folly

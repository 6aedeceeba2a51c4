// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A thread looks twenty times a second at the parent, the clock and the memory. Where the system gives no thread, an
// interval timer looks instead; it is the second choice since its signal interrupts system calls of the work. All that
// the look does is therefore allowed in a signal handler.
//
// Memory is what is resident and private: limits of address space (RLIMIT_AS, RLIMIT_DATA) count what was reserved and
// never used. What was inherited from the parent is not held against the worker. Failed allocations end the worker,
// too.
//
// A stack overflow is a fault at an address near the stack pointer: below the end of a stack nothing is mapped.
#include "base/watchdog.h"

#include <fcntl.h>
#include <llvm/Support/ErrorHandling.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace stallhound::watchdog {
namespace {

constexpr std::int64_t no_deadline = INT64_MAX;
constexpr std::int64_t look_every_ms = 50;
/// How long a worker whose parent has ended may take to finish writing a file.
constexpr std::int64_t grace_ms = 2000;

/// The state of the watch, for signal handlers. There is one worker per process.
struct Watch {
  Limits limits;
  LastWords* words = nullptr;
  int memory_file = -1;  ///< /proc/self/statm
  std::size_t first_pages = 0;
  std::size_t max_pages = SIZE_MAX;
  std::atomic<std::int64_t> deadline{no_deadline};
  std::int64_t asked_to_end = no_deadline;  ///< When the parent's end was seen.
};
Watch watch;

[[noreturn]] void end_by(EndCause cause) {
  watch.words->cause.store(cause);
  ::_exit(1);
}

std::int64_t now_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1000000;
}

/// The resident pages that no file stands behind; 0 if the system does not tell.
std::size_t private_pages() {
  char text[128];
  const auto size = ::pread(watch.memory_file, text, sizeof text, 0);
  // The second number is what is resident, the third what of it belongs to files.
  std::size_t numbers[3] = {};
  std::size_t at = 0;
  for (ssize_t i = 0; i < size && at < 3; ++i) {
    if (text[i] >= '0' && text[i] <= '9') {
      numbers[at] = numbers[at] * 10 + static_cast<std::size_t>(text[i] - '0');
    } else {
      ++at;
    }
  }
  return numbers[1] - std::min(numbers[1], numbers[2]);
}

std::size_t grown_pages() {
  const auto now = private_pages();
  return now - std::min(now, watch.first_pages);
}

bool parent_has_ended() {
  pollfd file{watch.limits.lifeline, 0, 0};
  return ::getppid() != watch.limits.parent || (::poll(&file, 1, 0) > 0 && file.revents != 0);
}

/// One look at everything. Async-signal-safe.
void look() {
  const auto now = now_ms();
  if (now > watch.deadline.load()) end_by(EndCause::too_slow);
  if (grown_pages() > watch.max_pages) end_by(EndCause::too_large);
  if (watch.asked_to_end == no_deadline && parent_has_ended()) {
    // A signal first: it waits for a file that is being written, see SignalHold.
    watch.asked_to_end = now;
    ::kill(::getpid(), SIGTERM);
  }
  if (watch.asked_to_end != no_deadline && now > watch.asked_to_end + grace_ms) ::_exit(1);
}

[[noreturn]] void* look_for_ever(void*) {
  for (;;) {
    look();
    ::poll(nullptr, 0, look_every_ms);
  }
}

bool start_thread() {
  pthread_attr_t attributes;
  if (::pthread_attr_init(&attributes) != 0) return false;
  ::pthread_attr_setstacksize(&attributes, 256 * 1024);
  ::pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  // Signals are for the thread that works.
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  const bool started = ::pthread_create(&thread, &attributes, look_for_ever, nullptr) == 0;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::pthread_attr_destroy(&attributes);
  return started;
}

void start_timer() {
  struct sigaction action{};
  action.sa_flags = SA_RESTART;
  action.sa_handler = [](int) {
    const int error = errno;
    look();
    errno = error;
  };
  ::sigaction(SIGALRM, &action, nullptr);
  const timeval step{0, look_every_ms * 1000};
  const itimerval timer{step, step};
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

/// The stack pointer at a fault; 0 if this processor is not known here.
std::uintptr_t stack_pointer([[maybe_unused]] const void* context) {
#if defined(__linux__) && defined(__x86_64__)
  return static_cast<std::uintptr_t>(static_cast<const ucontext_t*>(context)->uc_mcontext.gregs[REG_RSP]);
#elif defined(__linux__) && defined(__aarch64__)
  return static_cast<std::uintptr_t>(static_cast<const ucontext_t*>(context)->uc_mcontext.sp);
#else
  return 0;
#endif
}

void on_fault(int signal_number, siginfo_t* info, void* context) {
  constexpr std::uintptr_t below = 64 * 1024;
  constexpr std::uintptr_t frame = 1024 * 1024;  // A frame is touched anywhere, not only at its end.
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  const auto stack = stack_pointer(context);
  const bool from_kernel = info->si_code > 0;
  if (from_kernel && stack > below && address >= stack - below && address - (stack - below) < below + frame) {
    watch.words->cause.store(EndCause::too_deep);
  }
  // The process ends by the signal, as it would have without this handler.
  ::signal(signal_number, SIG_DFL);
  ::raise(signal_number);
}

void catch_faults() {
  static char stack[64 * 1024];  // The stack that has overflowed is of no use to the handler.
  const stack_t alternative{.ss_sp = stack, .ss_flags = 0, .ss_size = sizeof stack};
  if (::sigaltstack(&alternative, nullptr) != 0) return;
  struct sigaction action{};
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  action.sa_sigaction = on_fault;
  ::sigaction(SIGSEGV, &action, nullptr);
  ::sigaction(SIGBUS, &action, nullptr);
}

/// The main thread's stack grows on demand up to the limit of the moment.
void enlarge_stack() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_STACK, &limit) != 0) return;
  const rlim_t wanted = std::min<rlim_t>(stack_mib * 1024 * 1024, limit.rlim_max);
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted;
  ::setrlimit(RLIMIT_STACK, &limit);
}

void catch_failed_allocations() {
  std::set_new_handler([] { end_by(EndCause::out_of_memory); });
  llvm::install_bad_alloc_error_handler([](void*, const char*, bool) { end_by(EndCause::out_of_memory); });
  llvm::install_fatal_error_handler([](void*, const char* message, bool) {
    watch.words->error.set(message);
    std::abort();
  });
}

/// When memory runs out, the kernel should end a worker and not its parent. (Anybody may raise the score.)
void offer_to_die_first() {
  const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  (void)!::write(file, "500", 3);
  ::close(file);
}

std::size_t pages_per_mib() { return 1024 * 1024 / static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

}  // namespace

void start(const Limits& limits, LastWords& words) {
  watch.limits = limits;
  watch.words = &words;
  watch.memory_file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  watch.first_pages = private_pages();
  if (limits.max_memory_mib != 0) watch.max_pages = limits.max_memory_mib * pages_per_mib();
  enlarge_stack();
  catch_faults();
  catch_failed_allocations();
  offer_to_die_first();
  if (!start_thread()) start_timer();
}

void allow(std::chrono::seconds time) {
  watch.deadline.store(time.count() == 0 ? no_deadline : now_ms() + time.count() * 1000);
}

std::size_t grown_mib() { return grown_pages() / pages_per_mib(); }

}  // namespace stallhound::watchdog

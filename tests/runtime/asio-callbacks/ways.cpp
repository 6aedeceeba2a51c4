#include "ways.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include <unistd.h>

namespace {

void nap() { ::usleep(100); }

// Objects: construction, destruction, conversion, assignment, comparison, iteration.
struct Opened {
  Opened() { ::usleep(101); }
};
struct Closed {
  ~Closed() { ::usleep(102); }
};
struct Owner {
  Opened opened;
  Closed closed;
};
struct Converted {
  operator int() const { return ::usleep(103); }
};
struct Assigned {
  Assigned& operator=(int) {
    ::usleep(104);
    return *this;
  }
};
struct Compared {
  int value;
  bool operator<(const Compared& other) const {
    ::usleep(105);  // missed: usleep: an operator that std::sort uses by itself
    return value < other.value;
  }
};
struct Range {
  struct Iterator {
    int value;
    int operator*() const { return value; }
    Iterator& operator++() {
      ::usleep(106);
      ++value;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return value != other.value; }
  };
  Iterator begin() const { return {0}; }
  Iterator end() const { return {2}; }
};

int first_use() {
  ::usleep(107);
  return 1;
}

int by_default(int value = ::usleep(108)) { return value; }

void objects() {
  const Owner owner;
  const int number = Converted{};
  Assigned assigned;
  assigned = number;
  std::vector<Compared> values{{2}, {1}};
  std::sort(values.begin(), values.end());
  for (const int value : Range{}) static_cast<void>(value);
  static const int once = first_use();
  by_default(once);
  const auto shared = std::make_shared<Opened>();
  const std::optional<Closed> maybe(std::in_place);
}

// Callables.
struct Functor {
  void operator()(int) const { ::usleep(110); }
};
struct Service {
  void serve(int) { ::usleep(111); }
  std::function<void()> on_done;
};
struct Base {
  virtual ~Base() = default;
  virtual void run() = 0;
};
struct Derived : Base {
  void run() override { ::usleep(112); }
};
template <class Child>
struct Crtp {
  void start() { static_cast<Child*>(this)->work(); }
};
struct Child : Crtp<Child> {
  void work() { ::usleep(113); }
};
struct SlowPolicy {
  static void apply() { ::usleep(114); }
};
template <class Policy>
void with_policy() {
  Policy::apply();
}
template <class... Actions>
void each_of(Actions... actions) {
  (actions(), ...);
}

int compare(const void*, const void*) {
  ::usleep(115);
  return 0;
}

void from_table(int index) {
  static void (*const table[])() = {[] { ::usleep(116); }, nap};
  table[index]();
}

void callables() {
  Service service;
  service.on_done = [] { ::usleep(117); };
  service.on_done();
  std::bind(&Service::serve, &service, std::placeholders::_1)(1);
  std::invoke(&Service::serve, service, 2);
  void (Service::*member)(int) = &Service::serve;
  (service.*member)(3);
  std::apply(Functor{}, std::tuple{1});
  std::map<std::string, std::function<void()>> commands{{"nap", [] { ::usleep(118); }}};
  commands.at("nap")();
  commands["nap"]();
  const std::unique_ptr<Base> base = std::make_unique<Derived>();
  base->run();
  Child().start();
  with_policy<SlowPolicy>();
  each_of([] { ::usleep(119); }, [] { ::usleep(120); });
  int numbers[] = {2, 1};
  std::qsort(numbers, 2, sizeof *numbers, compare);
  from_table(0);
}

// The library calls back.
void library() {
  std::vector<int> numbers{1, 2};
  std::for_each(numbers.begin(), numbers.end(), [](int) { ::usleep(121); });
  std::ranges::transform(numbers, numbers.begin(), [](int n) { return n + ::usleep(122); });
  std::once_flag flag;
  std::call_once(flag, [] { ::usleep(123); });
  std::visit([](auto value) { ::usleep(124 + 0 * value); }, std::variant<int, long>(1));
  std::generate_n(std::back_inserter(numbers), 1, [] { return ::usleep(125); });
  std::erase_if(numbers, [](int n) { return n + ::usleep(126) > 5; });
}

// Owners that release what they own.
struct Closer {
  void operator()(int* value) const {
    ::usleep(130);
    delete value;
  }
};

void release(int* value) {
  ::usleep(131);
  delete value;
}

void owners() {
  const std::unique_ptr<int, Closer> one(new int);
  const std::unique_ptr<int, void (*)(int*)> two(new int, release);
  const std::shared_ptr<int> three(new int, [](int* value) {
    ::usleep(132);  // missed: usleep: a deleter of shared_ptr
    delete value;
  });
  const std::unique_ptr<Closed> four = std::make_unique<Closed>();
  std::vector<Closed> many(1);
}

// Odd paths.
void thrower() { throw std::string("text"); }

int recursive(int depth) { return depth == 0 ? ::usleep(140) : recursive(depth - 1); }

struct Guard {
  std::function<void()> action;
  ~Guard() { action(); }
};

void odd() {
  try {
    thrower();
  } catch (const std::string&) {
    ::usleep(141);
  }
  recursive(3);
  const Guard guard{[] { ::usleep(142); }};
  auto local = [](auto&& self, int depth) -> void { depth == 0 ? void(::usleep(143)) : self(self, depth - 1); };
  local(local, 2);
}

}  // namespace

void all_ways() {
  nap();
  objects();
  callables();
  library();
  owners();
  odd();
}

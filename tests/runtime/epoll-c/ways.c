#define _GNU_SOURCE
#include "ways.h"

#include <search.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

// A table of operations.
struct device;

struct operations {
  int (*open)(struct device* device);
  void (*close)(struct device* device);
};

struct device {
  const struct operations* operations;
  void (*on_close)(void* data);
  void* data;
};

static int disk_open(struct device* device) {
  (void)device;
  return usleep(201);
}

static void disk_close(struct device* device) {
  usleep(202);
  device->on_close(device->data);
}

static void closed(void* data) {
  (void)data;
  usleep(203);
}

static const struct operations disk = {.open = disk_open, .close = disk_close};

static void use_device(struct device* device) {
  device->operations->open(device);
  device->operations->close(device);
}

// Callbacks with casts, kept and called later.
typedef void (*plain)(void);

struct pending {
  plain call;
  struct pending* next;
};

static struct pending* pending;

static void later(struct pending* entry, plain call) {
  entry->call = call;
  entry->next = pending;
  pending = entry;
}

static void run_pending(void) {
  for (; pending; pending = pending->next) pending->call();
}

static int with_result(void) { return usleep(204); }

static void without_result(void) { usleep(205); }

// The library calls back.
static int compare(const void* one, const void* other) {
  usleep(206);
  return *(const int*)one - *(const int*)other;
}

static int look_for(const void* one, const void* other) {
  usleep(207);
  return *(const int*)one - *(const int*)other;
}

static void visit(const void* node, VISIT which, int depth) {
  (void)node, (void)which, (void)depth;
  usleep(208);
}

static void library(void) {
  int numbers[] = {3, 1, 2};
  int key = 2;
  void* root = NULL;
  qsort(numbers, 3, sizeof *numbers, compare);
  bsearch(&key, numbers, 3, sizeof *numbers, look_for);
  tsearch(&key, &root, look_for);
  twalk(root, visit);
  tdelete(&key, &root, look_for);
}

// The language calls.
static void leave(int* value) {
  (void)value;
  usleep(209);
}

#define WAIT_FOR(microseconds) \
  do {                         \
    usleep(microseconds);      \
  } while (0)

static void several(int count, ...) {
  va_list calls;
  va_start(calls, count);
  while (count-- > 0) va_arg(calls, plain)();
  va_end(calls);
}

static void variadic(void) { usleep(211); }

static void* chosen(int which) { return which ? (void*)without_result : (void*)variadic; }

static void language(void) {
  __attribute__((cleanup(leave))) int value = 1;
  WAIT_FOR(210);
  several(1, variadic);
  ((plain)chosen(value))();
  (value ? without_result : variadic)();
}

void all_ways(void) {
  int data = 0;
  struct device device = {&disk, closed, &data};
  struct pending entries[2];
  use_device(&device);
  later(&entries[0], (plain)with_result);
  later(&entries[1], without_result);
  run_pending();
  library();
  language();
}

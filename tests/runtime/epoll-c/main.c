// A loop by hand in C: each watch has a function pointer that the loop calls when its descriptor is ready.
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "../loop.h"
#include "files.h"
#include "ways.h"

struct watch {
  int fd;
  void (*on_ready)(struct watch* watch);
  const char* name;
};

static int open_watches;

static void finish(struct watch* watch) {
  uint64_t count;
  read(watch->fd, &count, sizeof count);  // harmless: read: the timerfd was made non-blocking
  close(watch->fd);
  --open_watches;
}

static void on_save(struct watch* watch) LOOP {
  write_record(watch->name);
  map_record(watch->name);
  finish(watch);
}

static void on_load(struct watch* watch) LOOP {
  read_record(watch->name);
  finish(watch);
}

static void pause_shortly(void) {
  struct timespec pause = {0, 2000000};
  nanosleep(&pause, NULL);
  clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, NULL);
}

static void on_tidy(struct watch* watch) LOOP {
  tidy(watch->name);
  pause_shortly();
  all_ways();
  unlink(watch->name);
  finish(watch);
}

static void add(int loop, struct watch* watch) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = watch};
  epoll_ctl(loop, EPOLL_CTL_ADD, watch->fd, &event);
  ++open_watches;
}

int main(void) {
  alarm(20);
  int loop = epoll_create1(EPOLL_CLOEXEC);
  struct watch watches[] = {{.on_ready = on_save, .name = "record"},
                            {.on_ready = on_load, .name = "record"},
                            {.on_ready = on_tidy, .name = "record"}};
  for (int i = 0; i < 3; ++i) {
    struct itimerspec in = {.it_value.tv_nsec = 1000000 + 40000000L * i};
    watches[i].fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    timerfd_settime(watches[i].fd, 0, &in, NULL);
    add(loop, &watches[i]);
  }
  while (open_watches > 0) {
    struct epoll_event ready[8];
    int count = epoll_wait(loop, ready, 8, -1);
    for (int i = 0; i < count; ++i) {
      struct watch* watch = ready[i].data.ptr;
      watch->on_ready(watch);
    }
  }
  close(loop);
  return 0;
}

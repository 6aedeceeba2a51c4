// Timers of libuv whose callbacks wait: in the operating system, and in calls of libuv itself without a callback.
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>
#include <uv.h>

#include "../loop.h"

static uv_mutex_t mutex;
static uv_cond_t changed;
static uv_rwlock_t table;
static int pipe_ends[2];

static void wait_for_pipe(void) {
  struct pollfd watched = {.fd = pipe_ends[0], .events = POLLIN};
  struct timespec shortly = {0, 2000000};
  poll(&watched, 1, 2);
  ppoll(&watched, 1, &shortly, NULL);
  poll(&watched, 1, 0);  // harmless: poll: time-out 0
}

static void select_pipe(void) {
  struct timeval shortly = {0, 2000};
  struct timespec too = {0, 2000000};
  fd_set readable;
  FD_ZERO(&readable);
  FD_SET(pipe_ends[0], &readable);
  select(pipe_ends[0] + 1, &readable, NULL, NULL, &shortly);
  FD_SET(pipe_ends[0], &readable);
  pselect(pipe_ends[0] + 1, &readable, NULL, NULL, &too, NULL);
  select(0, NULL, NULL, NULL, &shortly);
}

static void inner_epoll(void) {
  struct epoll_event event;
  int inner = epoll_create1(EPOLL_CLOEXEC);
  epoll_wait(inner, &event, 1, 2);
  epoll_pwait(inner, &event, 1, 2, NULL);
  close(inner);
}

static void on_wait(uv_timer_t* timer) LOOP {
  wait_for_pipe();
  select_pipe();
  inner_epoll();
  sleep(1);
  usleep(2000);
  uv_sleep(2);
  uv_close((uv_handle_t*)timer, NULL);
}

static void write_all(const char* name) {
  uv_fs_t request;
  char text[] = "text";
  uv_buf_t buffer = uv_buf_init(text, 4);
  int file = uv_fs_open(NULL, &request, name, O_CREAT | O_RDWR, 0644, NULL);
  uv_fs_write(NULL, &request, file, &buffer, 1, 0, NULL);
  uv_fs_write(NULL, &request, file, &buffer, 1, -1, NULL);
  uv_fs_read(NULL, &request, file, &buffer, 1, 0, NULL);
  uv_fs_read(NULL, &request, file, &buffer, 1, -1, NULL);
  uv_fs_ftruncate(NULL, &request, file, 2, NULL);
  uv_fs_fsync(NULL, &request, file, NULL);
  uv_fs_fchmod(NULL, &request, file, 0600, NULL);
  uv_fs_close(NULL, &request, file, NULL);
}

static void arrange(const char* name) {
  uv_fs_t request;
  uv_fs_stat(NULL, &request, name, NULL);
  uv_fs_req_cleanup(&request);
  uv_fs_chmod(NULL, &request, name, 0644, NULL);
  uv_fs_mkdir(NULL, &request, "folder", 0755, NULL);
  uv_fs_rmdir(NULL, &request, "folder", NULL);
  uv_fs_symlink(NULL, &request, name, "link", 0, NULL);
  uv_fs_readlink(NULL, &request, "link", NULL);
  uv_fs_req_cleanup(&request);
  uv_fs_copyfile(NULL, &request, name, "copy", 0, NULL);
  uv_fs_unlink(NULL, &request, "copy", NULL);
  uv_fs_unlink(NULL, &request, "link", NULL);
  uv_fs_unlink(NULL, &request, name, NULL);
}

static void on_store(uv_timer_t* timer) LOOP {
  write_all("file");
  arrange("file");
  uv_close((uv_handle_t*)timer, NULL);
}

static void on_inner(uv_timer_t* timer) { uv_close((uv_handle_t*)timer, NULL); }

static void run_inner(void) {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_loop_init(&loop);
  uv_timer_init(&loop, &timer);
  uv_timer_start(&timer, on_inner, 2, 0);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
}

static void background(void* unused) {
  (void)unused;
  usleep(5000);
}

static void join_background(void) {
  uv_thread_t thread;
  uv_thread_create(&thread, background, NULL);
  uv_thread_join(&thread);
}

static void resolve(uv_loop_t* loop) {
  uv_getaddrinfo_t request;
  struct sockaddr_in address;
  if (uv_getaddrinfo(loop, &request, NULL, "localhost", "80", NULL) == 0) uv_freeaddrinfo(request.addrinfo);
  uv_getnameinfo_t reverse;
  uv_ip4_addr("127.0.0.1", 80, &address);
  uv_getnameinfo(loop, &reverse, NULL, (const struct sockaddr*)&address, 0);
}

static void on_sync(uv_timer_t* timer) LOOP {
  uv_mutex_lock(&mutex);
  uv_cond_timedwait(&changed, &mutex, 2000000);
  uv_mutex_unlock(&mutex);
  uv_rwlock_rdlock(&table);
  uv_rwlock_rdunlock(&table);
  uv_rwlock_wrlock(&table);
  uv_rwlock_wrunlock(&table);
  join_background();
  resolve(timer->loop);
  run_inner();
  uv_close((uv_handle_t*)timer, NULL);
}

static void on_work(uv_work_t* work) {
  (void)work;
  usleep(1000);
}

static void on_done(uv_work_t* work, int status) LOOP {
  (void)status;
  uv_cpu_info_t* processors;
  int count;
  if (uv_cpu_info(&processors, &count) == 0) uv_free_cpu_info(processors, count);
  free(work);
}

static void on_offload(uv_timer_t* timer) LOOP {
  uv_queue_work(timer->loop, malloc(sizeof(uv_work_t)), on_work, on_done);
  uv_close((uv_handle_t*)timer, NULL);
}

int main(void) {
  alarm(20);
  static const uv_timer_cb callbacks[] = {on_wait, on_store, on_sync, on_offload};
  uv_timer_t timers[4];
  uv_mutex_init(&mutex);
  uv_cond_init(&changed);
  uv_rwlock_init(&table);
  if (pipe(pipe_ends) != 0) return 1;
  for (int i = 0; i < 4; ++i) {
    uv_timer_init(uv_default_loop(), &timers[i]);
    uv_timer_start(&timers[i], callbacks[i], 1 + 2 * i, 0);
  }
  return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

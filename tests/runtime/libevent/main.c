// Events of libevent whose callbacks wait: streams, children, threads, names.
#define _GNU_SOURCE
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/util.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../loop.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

static void save(const char* name) {
  FILE* out = fopen(name, "w");
  fwrite("one\n", 1, 4, out);
  fputs("two\n", out);
  fprintf(out, "%d\n", 3);
  fflush(out);
  fclose(out);
}

static void load(const char* name) {
  char text[64];
  FILE* in = fopen(name, "r");
  fread(text, 1, 4, in);
  fseek(in, 0, SEEK_SET);
  fseeko(in, 0, SEEK_SET);
  fgets(text, sizeof text, in);
  ftell(in);
  rewind(in);
  in = freopen(name, "r", in);
  fclose(in);  // harmless: fclose: the stream was only read
}

static void on_files(evutil_socket_t fd, short what, void* name) LOOP {
  (void)fd, (void)what;
  save(name);
  load(name);
  remove(name);
  puts("files done");
}

static void start_child(void) {
  char* const arguments[] = {"true", NULL};
  char* const environment[] = {NULL};
  pid_t child = fork();
  if (child == 0) {
    execve("/bin/true", arguments, environment);
    _exit(1);
  }
  waitpid(child, NULL, 0);
}

static void shell(void) {
  char line[32];
  FILE* out = popen("echo", "r");
  if (out) {
    fgets(line, sizeof line, out);
    pclose(out);
  }
  system("true");
}

static void on_children(evutil_socket_t fd, short what, void* unused) LOOP {
  (void)fd, (void)what, (void)unused;
  start_child();
  shell();
}

static void* announce(void* unused) {
  usleep(20000);
  pthread_mutex_lock(&mutex);
  ready = 1;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&mutex);
  return unused;
}

static void wait_for_thread(void) {
  pthread_t thread;
  struct timespec deadline;
  pthread_create(&thread, NULL, announce, NULL);
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_sec += 1;
  pthread_mutex_lock(&mutex);
  pthread_cond_timedwait(&changed, &mutex, &deadline);
  while (!ready) pthread_cond_wait(&changed, &mutex);
  pthread_mutex_unlock(&mutex);
  pthread_join(thread, NULL);
}

static void wait_for_signal(void) {
  pthread_t thread;
  ready = 0;
  pthread_create(&thread, NULL, announce, NULL);
  pthread_mutex_lock(&mutex);
  while (!ready) pthread_cond_wait(&changed, &mutex);
  pthread_mutex_unlock(&mutex);
  pthread_join(thread, NULL);
}

static void on_threads(evutil_socket_t fd, short what, void* unused) LOOP {
  (void)fd, (void)what, (void)unused;
  pthread_spinlock_t spin;
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&spin);
  pthread_spin_unlock(&spin);
  pthread_rwlock_rdlock(&table);
  pthread_rwlock_unlock(&table);
  pthread_rwlock_wrlock(&table);
  pthread_rwlock_unlock(&table);
  wait_for_thread();
  wait_for_signal();
}

static void look_up(const char* name) {
  struct addrinfo* found;
  char text[256];
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (getaddrinfo(name, NULL, NULL, &found) == 0) freeaddrinfo(found);
  if (evutil_getaddrinfo(name, NULL, NULL, &found) == 0) evutil_freeaddrinfo(found);
  getnameinfo((struct sockaddr*)&address, sizeof address, text, sizeof text, NULL, 0, 0);
}

static void on_names(evutil_socket_t fd, short what, void* name) LOOP {
  (void)fd, (void)what;
  look_up(name);
}

static void on_inner(evutil_socket_t fd, short what, void* unused) { (void)fd, (void)what, (void)unused; }

static void inner_loop(void) {
  struct timeval shortly = {0, 2000};
  struct event_base* inner = event_base_new();
  event_base_once(inner, -1, EV_TIMEOUT, on_inner, NULL, &shortly);
  event_base_dispatch(inner);
  event_base_once(inner, -1, EV_TIMEOUT, on_inner, NULL, &shortly);
  event_base_loop(inner, EVLOOP_ONCE);
  event_base_free(inner);
}

static void copy_through_buffer(void) {
  int ends[2];
  struct evbuffer* buffer = evbuffer_new();
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return;
  evbuffer_add(buffer, "text", 4);
  evbuffer_write(buffer, ends[0]);
  evbuffer_read(buffer, ends[1], 4);
  evbuffer_free(buffer);
  close(ends[0]);
  close(ends[1]);
}

static void on_libevent(evutil_socket_t fd, short what, void* unused) LOOP {
  (void)fd, (void)what, (void)unused;
  inner_loop();
  copy_through_buffer();
}

int main(void) {
  alarm(20);
  struct {
    event_callback_fn call;
    void* argument;
  } const work[] = {
      {on_files, "notes"}, {on_children, NULL}, {on_threads, NULL}, {on_names, "localhost"}, {on_libevent, NULL}};
  struct event_base* base = event_base_new();
  struct event* events[5];
  for (int i = 0; i < 5; ++i) {
    struct timeval in = {0, 1000 * i};
    events[i] = event_new(base, -1, 0, work[i].call, work[i].argument);
    event_add(events[i], &in);
  }
  int result = event_base_dispatch(base);
  for (int i = 0; i < 5; ++i) event_free(events[i]);
  event_base_free(base);
  return result < 0;
}

#define _GNU_SOURCE
#include "files.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static struct iovec parts[2] = {{"gh", 2}, {"ij", 2}};

static void fill(int file) {
  write(file, "abcdef", 6);
  pwrite(file, "xyz", 3, 2);
  writev(file, parts, 2);
  pwritev(file, parts, 2, 10);
  pwritev2(file, parts, 2, 10, 0);
}

static void settle(int file) {
  ftruncate(file, 64);
  fchmod(file, 0600);
  fsync(file);
  fdatasync(file);
}

void write_record(const char* name) {
  int file = creat(name, 0644);
  fill(file);
  settle(file);
  close(file);
}

static void lock_whole(int file) {
  struct flock whole = {.l_type = F_WRLCK};
  fcntl(file, F_SETLKW, &whole);
  whole.l_type = F_UNLCK;
  fcntl(file, F_SETLK, &whole);  // harmless: fcntl: F_SETLK does not wait
  flock(file, LOCK_EX);
}

static void load(int file) {
  char text[32];
  struct iovec rooms[2] = {{text, 16}, {text + 16, 16}};
  read(file, text, sizeof text);
  lseek(file, 0, SEEK_SET);
  pread(file, text, sizeof text, 4);
  readv(file, rooms, 2);
  preadv(file, rooms, 2, 1);
}

void read_record(const char* name) {
  int file = open(name, O_RDWR);
  lock_whole(file);
  load(file);
  close(file);
  file = openat(AT_FDCWD, name, O_RDONLY);
  load(file);
  close(file);
}

static void list(const char* name) {
  DIR* folder = opendir(name);
  while (readdir(folder)) {
  }
  closedir(folder);
}

static void make_links(const char* name) {
  char target[64];
  symlink(name, "link");
  symlinkat(name, AT_FDCWD, "link-at");
  readlink("link", target, sizeof target);
  readlinkat(AT_FDCWD, "link-at", target, sizeof target);
  unlink("link");
  unlinkat(AT_FDCWD, "link-at", 0);
}

void tidy(const char* name) {
  struct stat about;
  stat(name, &about);
  access(name, R_OK);
  truncate(name, 32);
  chmod(name, 0644);
  make_links(name);
  mkdir("folder", 0755);
  list(".");
  chdir("folder");
  mkfifo("fifo", 0600);
  rename("fifo", "fifo2");
  unlink("fifo2");
  chdir("..");
  rmdir("folder");
}

void map_record(const char* name) {
  int file = open(name, O_RDWR | O_CLOEXEC);
  char* bytes = mmap(NULL, 32, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  bytes[0] = 'A';
  msync(bytes, 32, MS_SYNC);
  munmap(bytes, 32);
  close(file);
}

// A loop by hand in C++: handlers are objects with a virtual function.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <vector>

#include "../loop.h"
#include "work.h"

namespace {

class Handler {
 public:
  Handler() : fd_(eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC)) {}
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() { close(fd_); }
  virtual void on_ready() LOOP = 0;
  int fd() const { return fd_; }

 private:
  int fd_;
};

void limit(int socket) {
  const timeval second{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second);
}

sockaddr_in loopback() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// A bound socket of 127.0.0.1; its address goes to `address`.
int bound(int type, sockaddr_in& address) {
  const int result = socket(AF_INET, type, 0);
  limit(result);
  address = loopback();
  socklen_t size = sizeof address;
  bind(result, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(result, reinterpret_cast<sockaddr*>(&address), &size);
  return result;
}

int dial(const sockaddr_in& address) {
  const int result = socket(AF_INET, SOCK_STREAM, 0);
  limit(result);
  connect(result, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return result;
}

void greet(int from, int to) {
  char text[16];
  send(from, "hello", 5, 0);
  recv(to, text, sizeof text, 0);
  write(from, "hello", 5);
  read(to, text, sizeof text);
}

class StreamHandler : public Handler {
 public:
  void on_ready() LOOP override {
    sockaddr_in address;
    const int listener = bound(SOCK_STREAM, address);
    listen(listener, 4);
    const int first = dial(address);
    const int second = dial(address);
    const int one = accept(listener, nullptr, nullptr);
    const int two = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    greet(first, one);
    for (const int socket : {listener, first, second, one, two}) close(socket);
  }
};

class DatagramHandler : public Handler {
 public:
  void on_ready() LOOP override {
    sockaddr_in address;
    const int socket = bound(SOCK_DGRAM, address);
    char text[16];
    sendto(socket, "a", 1, 0, reinterpret_cast<sockaddr*>(&address), sizeof address);
    recvfrom(socket, text, sizeof text, 0, nullptr, nullptr);
    messages(socket, address);
    close(socket);
  }

 private:
  static void messages(int socket, sockaddr_in& address) {
    char text[16];
    iovec part{text, 1};
    msghdr message{};
    message.msg_name = &address;
    message.msg_namelen = sizeof address;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    sendmsg(socket, &message, 0);
    recvmsg(socket, &message, 0);
    mmsghdr many{};
    many.msg_hdr = message;
    sendmmsg(socket, &many, 1, 0);
    recvmmsg(socket, &many, 1, 0, nullptr);
    recv(socket, text, sizeof text, MSG_DONTWAIT);  // harmless: recv: MSG_DONTWAIT
  }
};

class WorkHandler : public Handler {
 public:
  void on_ready() LOOP override { do_work(worker_); }

 private:
  Worker worker_;
};

}  // namespace

int main() {
  alarm(20);
  std::vector<std::unique_ptr<Handler>> handlers;
  handlers.push_back(std::make_unique<StreamHandler>());
  handlers.push_back(std::make_unique<DatagramHandler>());
  handlers.push_back(std::make_unique<WorkHandler>());
  const int loop = epoll_create1(EPOLL_CLOEXEC);
  for (const auto& handler : handlers) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLONESHOT;
    event.data.ptr = handler.get();
    epoll_ctl(loop, EPOLL_CTL_ADD, handler->fd(), &event);
  }
  for (std::size_t left = handlers.size(); left > 0;) {
    epoll_event ready[8];
    const int count = epoll_wait(loop, ready, 8, -1);
    for (int i = 0; i < count; ++i) {
      static_cast<Handler*>(ready[i].data.ptr)->on_ready();
      --left;
    }
  }
  close(loop);
}

// Coroutines of Boost.Asio that use its synchronous calls.
#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <mutex>
#include <string>
#include <thread>

#include <fcntl.h>
#include <netdb.h>
#include <unistd.h>

#include "../loop.h"

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using stream = asio::local::stream_protocol;
using namespace std::chrono_literals;

namespace {

void talk_tcp(asio::io_context& loop) {
  tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
  const tcp::endpoint address = acceptor.local_endpoint();
  tcp::socket client(loop);
  client.connect(address);
  tcp::socket server = acceptor.accept();
  std::array<char, 4> text{};
  asio::write(client, asio::buffer("text", 4));
  asio::read(server, asio::buffer(text));
  server.write_some(asio::buffer(text));
  client.wait(tcp::socket::wait_read);
  client.read_some(asio::buffer(text));
  server.send(asio::buffer(text));
  client.receive(asio::buffer(text));
}

void talk_lines(asio::io_context& loop) {
  stream::socket one(loop), two(loop);
  asio::local::connect_pair(one, two);
  std::string text;
  asio::write(one, asio::buffer("line\n", 5));
  asio::read_until(two, asio::dynamic_buffer(text), '\n');
}

void talk_udp(asio::io_context& loop) {
  udp::socket socket(loop, {asio::ip::address_v4::loopback(), 0});
  std::array<char, 4> text{};
  udp::endpoint from;
  socket.send_to(asio::buffer("text", 4), socket.local_endpoint());
  socket.receive_from(asio::buffer(text), from);
}

void find(asio::io_context& loop) {
  tcp::resolver resolver(loop);
  boost::system::error_code error;
  resolver.resolve("localhost", "80", error);
}

asio::awaitable<void> nap(std::chrono::milliseconds time) LOOP {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> talk(asio::io_context& loop) LOOP {
  co_await nap(1ms);
  talk_tcp(loop);
  talk_lines(loop);
  talk_udp(loop);
  co_await nap(1ms);
  find(loop);
}

void run_inner() {
  asio::io_context inner(1);
  asio::steady_timer timer(inner, 2ms);
  timer.async_wait([](boost::system::error_code) {});
  inner.run();
}

void run_pool() {
  asio::thread_pool pool(1);
  asio::post(pool, [] { std::this_thread::sleep_for(10ms); });
  pool.join();
}

std::mutex state;
int visits = 0;

int visit() {
  const std::lock_guard<std::mutex> lock(state);
  return ++visits;
}

asio::awaitable<int> read_settings(const char* name) LOOP {
  const int file = ::open(name, O_RDWR | O_CREAT, 0644);
  ::write(file, "1", 1);
  co_await nap(1ms);
  char text[4];
  const auto count = ::pread(file, text, sizeof text, 0);
  ::close(file);
  ::unlink(name);
  co_return static_cast<int>(count);
}

asio::awaitable<void> compute(asio::io_context& loop) LOOP {
  asio::steady_timer timer(loop, 2ms);
  timer.wait();
  co_await read_settings("settings");
  visit();
  run_inner();
  run_pool();
  std::jthread thread([] { std::this_thread::sleep_for(5ms); });
  thread.join();
  co_await nap(1ms);
  std::this_thread::sleep_for(1ms);
}

asio::awaitable<void> serve(tcp::acceptor& acceptor) LOOP {
  tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
  std::array<char, 4> text{};
  co_await asio::async_read(socket, asio::buffer(text), asio::use_awaitable);
  ::usleep(1000);
  co_await asio::async_write(socket, asio::buffer(text), asio::use_awaitable);
}

asio::awaitable<void> call(tcp::endpoint address) LOOP {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(address, asio::use_awaitable);
  std::array<char, 4> text{};
  co_await asio::async_write(socket, asio::buffer("text", 4), asio::use_awaitable);
  co_await asio::async_read(socket, asio::buffer(text), asio::use_awaitable);
}

}  // namespace

int main() {
  ::alarm(20);
  asio::io_context loop(1);
  tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
  asio::co_spawn(loop, serve(acceptor), asio::detached);
  asio::co_spawn(loop, call(acceptor.local_endpoint()), asio::detached);
  asio::co_spawn(loop, talk(loop), asio::detached);
  asio::co_spawn(loop, compute(loop), asio::detached);
  loop.run();
}

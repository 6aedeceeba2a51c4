// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/asio-beast.json names.
// needs: libboost1.81-dev, libssl-dev
// flags: -std=c++20
// absent: boost::beast::file_win32::open: Windows
// absent: boost::beast::file_win32::close: Windows
// absent: boost::beast::file_win32::read: Windows
// absent: boost::beast::file_win32::write: Windows
// absent: boost::beast::file_win32::seek: Windows
#include <boost/beast.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket/ssl.hpp>

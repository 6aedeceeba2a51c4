// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/poco-net.json names.
// needs: libpoco-dev, libssl-dev
// flags: -std=c++17
#include <Poco/Net/DNS.h>
#include <Poco/Net/DatagramSocket.h>
#include <Poco/Net/DialogSocket.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/ICMPClient.h>
#include <Poco/Net/ICMPSocket.h>
#include <Poco/Net/MulticastSocket.h>
#include <Poco/Net/NetworkInterface.h>
#include <Poco/Net/ParallelSocketAcceptor.h>
#include <Poco/Net/PollSet.h>
#include <Poco/Net/RawSocket.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/Socket.h>
#include <Poco/Net/SocketAcceptor.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/SocketConnector.h>
#include <Poco/Net/SocketNotification.h>
#include <Poco/Net/SocketReactor.h>
#include <Poco/Net/SocketStream.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnection.h>
#include <Poco/Net/WebSocket.h>

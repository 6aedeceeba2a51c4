// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of Poco's protocol clients, for the names of their pack.
//
// needs: libpoco-dev
// flags: -std=c++17
#include <Poco/Net/FTPClientSession.h>
#include <Poco/Net/FTPStreamFactory.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/HTTPSStreamFactory.h>
#include <Poco/Net/HTTPStreamFactory.h>
#include <Poco/Net/NTPClient.h>
#include <Poco/Net/POP3ClientSession.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/SecureSMTPClientSession.h>

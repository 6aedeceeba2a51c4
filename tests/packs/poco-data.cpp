// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of Poco's database modules, for the names of their pack.
//
// needs: libpoco-dev
// flags: -std=c++17
#include <Poco/Data/RecordSet.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <Poco/Data/SessionPoolContainer.h>
#include <Poco/Data/Statement.h>
#include <Poco/Data/Transaction.h>
#include <Poco/MongoDB/Connection.h>
#include <Poco/MongoDB/Cursor.h>
#include <Poco/MongoDB/Database.h>
#include <Poco/Redis/Client.h>

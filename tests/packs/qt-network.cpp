// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack qt-network.
// needs: qt6-base-dev, qt6-serialport-dev
// flags: pkg:Qt6Network pkg:Qt6SerialPort -fPIC -std=c++20
#include <QtNetwork/QtNetwork>
#include <QtSerialPort/QSerialPort>

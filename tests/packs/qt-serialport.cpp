// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack qt-serialport.
// needs: qt6-serialport-dev
// flags: pkg:Qt6SerialPort -fPIC -std=c++20
#include <QtSerialPort/QtSerialPort>

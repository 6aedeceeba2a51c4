// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the pack qt names of Qt 5, where Qt 6 has something else.
// needs: qtbase5-dev
// flags: pkg:Qt5Core -fPIC -std=c++17
#include <QtCore/QLinkedList>
#include <QtCore/QMutex>
#include <QtCore/QPair>
#include <QtCore/QVector>

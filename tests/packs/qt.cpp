// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack qt.
// needs: qt6-base-dev
// flags: pkg:Qt6Core -fPIC -std=c++20
#include <QtCore/QtCore>

// absent: QMutex::lock: Qt 5, whose QMutex hides the one of QBasicMutex
// absent: QVector::*: Qt 5; an alias of QList since Qt 6
// absent: QLinkedList::*: Qt 5
// absent: QPair::QPair: Qt 5; an alias of std::pair since Qt 6
// absent: QThread::isMainThread: since Qt 6.8
// absent: QChronoTimer::callOnTimeout: since Qt 6.8
// absent: QtFuture::{makeReadyRangeFuture,makeReadyValueFuture,makeReadyVoidFuture}: since Qt 6.6

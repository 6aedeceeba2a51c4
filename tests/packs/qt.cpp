// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack qt.
// needs: qt6-base-dev
// flags: pkg:Qt6Core -fPIC -std=c++20
#include <QtCore/QtCore>

// absent: QThread::isMainThread: since Qt 6.8
// absent: QChronoTimer::callOnTimeout: since Qt 6.8
// absent: QtFuture::{makeReadyRangeFuture,makeReadyValueFuture,makeReadyVoidFuture}: since Qt 6.6

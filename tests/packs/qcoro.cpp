// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack qcoro.
// needs: qcoro-qt6-dev, qt6-base-dev
// flags: pkg:Qt6Core -I/usr/include/qcoro6/qcoro -I/usr/include/qcoro6 -fPIC -std=c++20
#include <QCoro/QCoroAsyncGenerator>
#include <QCoro/QCoroCore>
#include <QCoro/QCoroGenerator>
#include <QCoro/QCoroTask>
#include <QCoro/QCoroThread>

// absent: QCoro::LazyTask: since QCoro 0.11
// absent: QCoro::detail::TaskBase::then: since QCoro 0.10, before that in the task itself

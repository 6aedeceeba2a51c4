// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the pack qt-gui names of Qt 5, where Qt 6 has it in QWidget.
// needs: qtbase5-dev
// flags: pkg:Qt5Widgets -fPIC -std=c++17
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QToolBar>

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack qt-gui.
// needs: qt6-base-dev, libqt6opengl6-dev
// flags: pkg:Qt6Widgets pkg:Qt6PrintSupport pkg:Qt6OpenGLWidgets -fPIC -std=c++20
#include <QtGui/QtGui>
#include <QtOpenGL/QOpenGLWindow>
#include <QtOpenGLWidgets/QOpenGLWidget>
#include <QtPrintSupport/QPageSetupDialog>
#include <QtPrintSupport/QPrintDialog>
#include <QtWidgets/QtWidgets>

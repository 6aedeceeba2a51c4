// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/poco.json names.
// needs: libpoco-dev
// flags: -std=c++17
// absent: Poco::AsyncObserver::AsyncObserver: since POCO 1.13
// absent: Poco::priorityDelegate: Clang 22 does not parse its header in 1.11
#include <Poco/ActiveDispatcher.h>
#include <Poco/ActiveMethod.h>
#include <Poco/ActiveResult.h>
#include <Poco/ActiveRunnable.h>
#include <Poco/ActiveStarter.h>
#include <Poco/Activity.h>
#include <Poco/Condition.h>
#include <Poco/Delegate.h>
#include <Poco/DirectoryIterator.h>
#include <Poco/DirectoryWatcher.h>
#include <Poco/Event.h>
#include <Poco/File.h>
#include <Poco/FileStream.h>
#include <Poco/Glob.h>
#include <Poco/LogStream.h>
#include <Poco/Logger.h>
#include <Poco/Mutex.h>
#include <Poco/NObserver.h>
#include <Poco/NamedEvent.h>
#include <Poco/NamedMutex.h>
#include <Poco/NotificationQueue.h>
#include <Poco/Observer.h>
#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/PriorityNotificationQueue.h>
#include <Poco/Process.h>
#include <Poco/RWLock.h>
#include <Poco/RecursiveDirectoryIterator.h>
#include <Poco/Runnable.h>
#include <Poco/RunnableAdapter.h>
#include <Poco/ScopedLock.h>
#include <Poco/ScopedUnlock.h>
#include <Poco/Semaphore.h>
#include <Poco/SharedLibrary.h>
#include <Poco/SynchronizedObject.h>
#include <Poco/Task.h>
#include <Poco/TaskManager.h>
#include <Poco/TemporaryFile.h>
#include <Poco/Thread.h>
#include <Poco/ThreadLocal.h>
#include <Poco/ThreadPool.h>
#include <Poco/ThreadTarget.h>
#include <Poco/TimedNotificationQueue.h>
#include <Poco/Timer.h>
#include <Poco/Util/Timer.h>
#include <Poco/Util/TimerTask.h>
#include <Poco/Util/TimerTaskAdapter.h>

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of C++/WinRT, as far as its pack names it. Members of interfaces are declared in bases called consume_...
#pragma once
#include <chrono>

namespace winrt {

namespace impl {
template <class D>
struct consume_Windows_Foundation_IAsyncAction {
  auto get() const;
  auto wait_for(std::chrono::milliseconds timeout) const;
};
template <class D, class Result>
struct consume_Windows_Foundation_IAsyncOperation {
  auto get() const;
  auto wait_for(std::chrono::milliseconds timeout) const;
};
template <class D, class Progress>
struct consume_Windows_Foundation_IAsyncActionWithProgress {
  auto get() const;
  auto wait_for(std::chrono::milliseconds timeout) const;
};
template <class D, class Result, class Progress>
struct consume_Windows_Foundation_IAsyncOperationWithProgress {
  auto get() const;
  auto wait_for(std::chrono::milliseconds timeout) const;
};
}  // namespace impl

namespace Windows::Foundation {
struct IAsyncInfo;
template <class T>
struct EventHandler {
  template <class Function>
  EventHandler(Function function);
};
template <class Sender, class Arguments>
struct TypedEventHandler;
struct IAsyncAction;
template <class Result>
struct IAsyncOperation;
template <class Progress>
struct IAsyncActionWithProgress;
template <class Result, class Progress>
struct IAsyncOperationWithProgress;
}  // namespace Windows::Foundation

struct fire_and_forget {};

auto resume_background() noexcept;
auto resume_after(std::chrono::milliseconds duration) noexcept;
auto resume_on_signal(void* handle) noexcept;
template <class Dispatcher>
auto resume_foreground(const Dispatcher& dispatcher) noexcept;

namespace Windows::System {
struct DispatcherQueueHandler;
}
namespace Microsoft::UI::Dispatching {
struct DispatcherQueueHandler;
}
namespace Windows::UI::Core {
struct DispatchedHandler;
}
namespace Windows::UI::Xaml {
struct RoutedEventHandler;
}
namespace Microsoft::UI::Xaml {
struct RoutedEventHandler;
}
namespace Windows::System::Threading {
struct WorkItemHandler;
struct TimerElapsedHandler;
struct TimerDestroyedHandler;
}  // namespace Windows::System::Threading

}  // namespace winrt

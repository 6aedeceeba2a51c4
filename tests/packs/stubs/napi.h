// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The part of node-addon-api 8 that rules/node-addon-api.json speaks about: the packaged version 5 does not compile
// with current Clang.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

struct napi_env__;
typedef napi_env__* napi_env;
struct napi_value__;
typedef napi_value__* napi_value;
enum napi_status { napi_ok };
enum napi_property_attributes { napi_default };

namespace Napi {

class Value {};
class Name : public Value {};
class Object : public Value {};
class Error {};

class BasicEnv {
 public:
  BasicEnv(napi_env env);
  template <typename Hook>
  void AddCleanupHook(Hook hook);
};

class Env : public BasicEnv {
 public:
  Env(napi_env env);
};

class CallbackInfo {
 public:
  Napi::Env Env() const;
  Value operator[](std::size_t index) const;
};

class Function : public Object {
 public:
  using VoidCallback = void (*)(const CallbackInfo& info);
  using Callback = Value (*)(const CallbackInfo& info);

  template <VoidCallback callback>
  static Function New(napi_env env, const char* name = nullptr, void* data = nullptr);
  template <Callback callback>
  static Function New(napi_env env, const char* name = nullptr, void* data = nullptr);
  template <typename Callable>
  static Function New(napi_env env, Callable callback, const char* name = nullptr, void* data = nullptr);
};

class PropertyDescriptor {
 public:
  template <typename Callable>
  static PropertyDescriptor Function(Napi::Env env, Napi::Object object, const char* name, Callable callback);
  template <typename Getter>
  static PropertyDescriptor Accessor(Napi::Env env, Napi::Object object, const char* name, Getter getter);
  template <Value (*getter)(const CallbackInfo&)>
  static PropertyDescriptor Accessor(const char* name);
};

template <typename T>
class InstanceWrap {
 public:
  using VoidMethod = void (T::*)(const CallbackInfo& info);
  using Method = Value (T::*)(const CallbackInfo& info);
  using Setter = void (T::*)(const CallbackInfo& info, const Value& value);

  static PropertyDescriptor InstanceMethod(const char* name, VoidMethod method);
  static PropertyDescriptor InstanceMethod(const char* name, Method method);
  template <VoidMethod method>
  static PropertyDescriptor InstanceMethod(const char* name);
  template <Method method>
  static PropertyDescriptor InstanceMethod(const char* name);
  static PropertyDescriptor InstanceAccessor(const char* name, Method getter, Setter setter);
};

template <typename T>
class ObjectWrap : public InstanceWrap<T> {
 public:
  using StaticVoidMethod = void (*)(const CallbackInfo& info);
  using StaticValueMethod = Value (*)(const CallbackInfo& info);
  using StaticSetter = void (*)(const CallbackInfo& info, const Value& value);

  static PropertyDescriptor StaticMethod(const char* name, StaticVoidMethod method);
  static PropertyDescriptor StaticMethod(const char* name, StaticValueMethod method);
  template <StaticVoidMethod method>
  static PropertyDescriptor StaticMethod(const char* name);
  static PropertyDescriptor StaticAccessor(const char* name, StaticValueMethod getter, StaticSetter setter);
};

class AsyncWorker {
 public:
  virtual ~AsyncWorker();
  void Queue();
  virtual void OnExecute(Napi::Env env);
  virtual void OnWorkComplete(Napi::Env env, napi_status status);

 protected:
  explicit AsyncWorker(const Function& callback);
  virtual void Execute() = 0;
  virtual void OnOK();
  virtual void OnError(const Error& error);
  virtual void Destroy();
  virtual std::vector<napi_value> GetResult(Napi::Env env);
};

template <typename T>
class AsyncProgressWorkerBase : public AsyncWorker {
 public:
  virtual void OnWorkProgress(T* data) = 0;

 protected:
  explicit AsyncProgressWorkerBase(const Function& callback);
};

template <typename T>
class AsyncProgressWorker : public AsyncProgressWorkerBase<void> {
 public:
  class ExecutionProgress {};
  void OnWorkProgress(void*) override;

 protected:
  explicit AsyncProgressWorker(const Function& callback);
  virtual void Execute(const ExecutionProgress& progress) = 0;
  virtual void OnProgress(const T* data, std::size_t count) = 0;

 private:
  void Execute() override;
};

template <typename T>
class AsyncProgressQueueWorker : public AsyncProgressWorkerBase<T> {
 public:
  class ExecutionProgress {};
  void OnWorkProgress(T* data) override;

 protected:
  explicit AsyncProgressQueueWorker(const Function& callback);
  virtual void Execute(const ExecutionProgress& progress) = 0;
  virtual void OnProgress(const T* data, std::size_t count) = 0;

 private:
  void Execute() override;
};

class ThreadSafeFunction {
 public:
  template <typename Finalizer>
  static ThreadSafeFunction New(napi_env env, const Function& callback, const char* name, std::size_t queue,
                                std::size_t threads, Finalizer finalizer);
  napi_status BlockingCall() const;
  template <typename Callback>
  napi_status BlockingCall(Callback callback) const;
  template <typename DataType, typename Callback>
  napi_status BlockingCall(DataType* data, Callback callback) const;
  napi_status NonBlockingCall() const;
  template <typename DataType, typename Callback>
  napi_status NonBlockingCall(DataType* data, Callback callback) const;
};

template <typename Context, typename DataType, void (*call)(Napi::Env, Function, Context*, DataType*)>
class TypedThreadSafeFunction {
 public:
  template <typename Finalizer>
  static TypedThreadSafeFunction New(napi_env env, const Function& callback, const char* name, std::size_t queue,
                                     std::size_t threads, Context* context, Finalizer finalizer);
  napi_status BlockingCall(DataType* data = nullptr) const;
  napi_status NonBlockingCall(DataType* data = nullptr) const;
};

template <typename T>
class External : public Value {
 public:
  template <typename Finalizer>
  static External New(napi_env env, T* data, Finalizer finalizer);
};

class ArrayBuffer : public Object {
 public:
  template <typename Finalizer>
  static ArrayBuffer New(napi_env env, void* data, std::size_t length, Finalizer finalizer);
};

template <typename T>
class Buffer : public Object {
 public:
  template <typename Finalizer>
  static Buffer New(napi_env env, T* data, std::size_t length, Finalizer finalizer);
  template <typename Finalizer>
  static Buffer NewOrCopy(napi_env env, T* data, std::size_t length, Finalizer finalizer);
};

}  // namespace Napi

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of CUDA and NVML that rules/cuda.json speaks about. Most are called with what the functions of these
// libraries have in common: handles, sizes and pointers.
#pragma once

#include <stddef.h>

typedef struct CUstream_st* cudaStream_t;
typedef struct CUevent_st* cudaEvent_t;
typedef int cudaError_t;
typedef int CUresult;
typedef int nvmlReturn_t;
typedef unsigned long long CUdeviceptr;
typedef void (*cudaHostFn_t)(void* data);
typedef void (*CUhostFn)(void* data);
typedef void (*cudaStreamCallback_t)(cudaStream_t stream, cudaError_t status, void* data);

CUresult cuCtxCreate(void** context, unsigned flags, int device);
CUresult cuCtxCreate_v2(void** context, unsigned flags, int device);
CUresult cuCtxSynchronize(void);
CUresult cuEventSynchronize(cudaEvent_t event);
CUresult cuInit(unsigned flags);
CUresult cuMemAlloc(CUdeviceptr* memory, size_t size);
CUresult cuMemAlloc_v2(CUdeviceptr* memory, size_t size);
CUresult cuMemFree(CUdeviceptr memory);
CUresult cuMemFree_v2(CUdeviceptr memory);
CUresult cuMemHostAlloc(void** memory, size_t size, unsigned flags);
CUresult cuMemcpy(CUdeviceptr to, CUdeviceptr from, size_t size);
CUresult cuMemcpyDtoD(CUdeviceptr to, CUdeviceptr from, size_t size);
CUresult cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t size);
CUresult cuMemcpyDtoH(void* to, CUdeviceptr from, size_t size);
CUresult cuMemcpyDtoH_v2(void* to, CUdeviceptr from, size_t size);
CUresult cuMemcpyHtoD(CUdeviceptr to, const void* from, size_t size);
CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void* from, size_t size);
CUresult cuModuleLoad(void** module, const char* file);
CUresult cuModuleLoadData(void** module, const void* image);
CUresult cuStreamSynchronize(cudaStream_t stream);
cudaError_t cudaDeviceReset(void);
cudaError_t cudaDeviceSynchronize(void);
cudaError_t cudaEventSynchronize(cudaEvent_t event);
cudaError_t cudaFree(void* memory);
cudaError_t cudaFreeHost(void* memory);
cudaError_t cudaHostAlloc(void** memory, size_t size, unsigned flags);
cudaError_t cudaHostRegister(void* memory, size_t size, unsigned flags);
cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t function, void* data);
cudaError_t cudaMalloc(void** memory, size_t size);
cudaError_t cudaMallocHost(void** memory, size_t size);
cudaError_t cudaMallocManaged(void** memory, size_t size, unsigned flags);
cudaError_t cudaMallocPitch(void** memory, size_t* pitch, size_t width, size_t height);
cudaError_t cudaMemcpy(void* to, const void* from, size_t size, int kind);
cudaError_t cudaMemcpy2D(void* to, size_t to_pitch, const void* from, size_t pitch, size_t width, size_t height,
                         int kind);
cudaError_t cudaMemcpy3D(const void* parameters);
cudaError_t cudaMemcpyFromSymbol(void* to, const void* symbol, size_t size, size_t offset, int kind);
cudaError_t cudaMemcpyPeer(void* to, int to_device, const void* from, int from_device, size_t size);
cudaError_t cudaMemcpyToSymbol(const void* symbol, const void* from, size_t size, size_t offset, int kind);
cudaError_t cudaMemset(void* to, int value, size_t size);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t callback, void* data, unsigned flags);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaThreadSynchronize(void);
nvmlReturn_t nvmlDeviceGetClockInfo(void* device, int which, unsigned* result);
nvmlReturn_t nvmlDeviceGetComputeRunningProcesses(void* device, unsigned* first, void* second);
nvmlReturn_t nvmlDeviceGetCount(unsigned* count);
nvmlReturn_t nvmlDeviceGetCount_v2(unsigned* count);
nvmlReturn_t nvmlDeviceGetDecoderUtilization(void* device, unsigned* first, void* second);
nvmlReturn_t nvmlDeviceGetEncoderUtilization(void* device, unsigned* first, void* second);
nvmlReturn_t nvmlDeviceGetGraphicsRunningProcesses(void* device, unsigned* first, void* second);
nvmlReturn_t nvmlDeviceGetHandleByIndex(unsigned index, void** device);
nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device);
nvmlReturn_t nvmlDeviceGetHandleByUUID(const char* uuid, void** device);
nvmlReturn_t nvmlDeviceGetMemoryInfo(void* device, void* result);
nvmlReturn_t nvmlDeviceGetMemoryInfo_v2(void* device, void* result);
nvmlReturn_t nvmlDeviceGetPowerUsage(void* device, void* result);
nvmlReturn_t nvmlDeviceGetTemperature(void* device, int which, unsigned* result);
nvmlReturn_t nvmlDeviceGetUtilizationRates(void* device, void* result);
nvmlReturn_t nvmlEventSetWait(void* set, void* event, unsigned milliseconds);
nvmlReturn_t nvmlEventSetWait_v2(void* set, void* event, unsigned milliseconds);
nvmlReturn_t nvmlInit(void);
nvmlReturn_t nvmlInitWithFlags(unsigned flags);
nvmlReturn_t nvmlInit_v2(void);
nvmlReturn_t nvmlShutdown(void);

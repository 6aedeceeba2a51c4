// needs: libmosquitto-dev, libmosquittopp-dev, mosquitto-dev
// flags: -std=c++17
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/mosquitto.json names, in the headers of the clients and of broker plug-ins.
#include <cstddef>
#include <cstdint>

#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <mosquittopp.h>

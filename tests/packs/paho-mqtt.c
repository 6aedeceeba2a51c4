// needs: libpaho-mqtt-dev
// flags: -std=c11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/paho-mqtt.json names, in the headers of Paho MQTT 1.3.
#include <MQTTAsync.h>
#include <MQTTClient.h>
#include <MQTTClientPersistence.h>

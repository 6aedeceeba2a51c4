#pragma once

void write_record(const char* name);
void read_record(const char* name);
void tidy(const char* name);
void map_record(const char* name);

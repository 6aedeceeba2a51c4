#pragma once

/// Blocks at the end of each way that C++ has to call something.
void all_ways();

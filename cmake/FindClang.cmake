# Finds the Clang libraries of one LLVM version and defines the target stallhound::clang and
# STALLHOUND_CLANG_RESOURCE_DIR.
#
# STALLHOUND_LLVM chooses the version. 22 is the one that findings are documented for; with 19, Debian 13's own, all
# tests of commands and fixtures hold as well. What differs between the two stands in src/extract/clang_versions.h.
#
# Clang's own CMake package is looked up without a version, because its version file wants major.minor; the major
# version is checked here instead.
set(STALLHOUND_LLVM 22 CACHE STRING "Major version of LLVM to build with: 22 or 19")
set_property(CACHE STALLHOUND_LLVM PROPERTY STRINGS 22 19)
if(NOT STALLHOUND_LLVM MATCHES "^(22|19)$")
  message(FATAL_ERROR "STALLHOUND_LLVM is ${STALLHOUND_LLVM}; stallhound builds with LLVM 22 or 19")
endif()
find_package(LLVM REQUIRED CONFIG PATHS /usr/lib/llvm-${STALLHOUND_LLVM}/lib/cmake/llvm NO_DEFAULT_PATH)
find_package(Clang REQUIRED CONFIG PATHS /usr/lib/llvm-${STALLHOUND_LLVM}/lib/cmake/clang NO_DEFAULT_PATH)
if(NOT LLVM_VERSION_MAJOR EQUAL STALLHOUND_LLVM)
  message(FATAL_ERROR "LLVM/Clang ${STALLHOUND_LLVM} is wanted, found ${LLVM_PACKAGE_VERSION} in ${LLVM_DIR}. "
    "scripts/setup.sh installs it.")
endif()

add_library(stallhound_clang INTERFACE)
add_library(stallhound::clang ALIAS stallhound_clang)
# System headers: their warnings are not ours.
target_include_directories(stallhound_clang SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
target_link_libraries(stallhound_clang INTERFACE clang-cpp LLVM)
set(STALLHOUND_CLANG_RESOURCE_DIR "${LLVM_LIBRARY_DIRS}/clang/${STALLHOUND_LLVM}" CACHE PATH "Clang's builtin headers")

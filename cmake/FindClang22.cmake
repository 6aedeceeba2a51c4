# Clang's own CMake package is looked up without a version, because its version file wants major.minor; the major
# version is checked here instead. Defines the target stallhound::clang and STALLHOUND_CLANG_RESOURCE_DIR.
find_package(LLVM REQUIRED CONFIG PATHS /usr/lib/llvm-22/lib/cmake/llvm NO_DEFAULT_PATH)
find_package(Clang REQUIRED CONFIG PATHS /usr/lib/llvm-22/lib/cmake/clang NO_DEFAULT_PATH)
if(NOT LLVM_VERSION_MAJOR EQUAL 22)
  message(FATAL_ERROR "stallhound needs LLVM/Clang 22, found ${LLVM_PACKAGE_VERSION} in ${LLVM_DIR}. "
    "scripts/setup.sh installs it.")
endif()

add_library(stallhound_clang INTERFACE)
add_library(stallhound::clang ALIAS stallhound_clang)
# System headers: their warnings are not ours.
target_include_directories(stallhound_clang SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
target_link_libraries(stallhound_clang INTERFACE clang-cpp LLVM)
set(STALLHOUND_CLANG_RESOURCE_DIR "${LLVM_LIBRARY_DIRS}/clang/22" CACHE PATH "Clang's builtin headers")

# What `cmake --install` puts where, and the Debian package. Everything is found from the executable's real path
# (src/app/locations.cpp), so a prefix can be moved.

# Debian's LLVM is found without help; one that lies elsewhere has to be.
if(NOT LLVM_LIBRARY_DIRS MATCHES "^/usr/lib/")
  set_target_properties(stallhound PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
endif()

install(TARGETS stallhound COMPONENT stallhound)
install(DIRECTORY rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/stallhound/rules COMPONENT stallhound)
install(FILES config-schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/stallhound COMPONENT stallhound)

# stddef.h and its like must be those of the Clang that stallhound is linked with, and most machines that scan have no
# Clang. They are looked at before those of an installed Clang.
if(NOT EXISTS ${STALLHOUND_CLANG_RESOURCE_DIR}/include/stddef.h)
  message(FATAL_ERROR "no include/stddef.h in STALLHOUND_CLANG_RESOURCE_DIR, ${STALLHOUND_CLANG_RESOURCE_DIR}. "
    "Debian has it in libclang-common-22-dev; elsewhere, `clang -print-resource-dir` names the folder.")
endif()
install(DIRECTORY ${STALLHOUND_CLANG_RESOURCE_DIR}/include DESTINATION ${CMAKE_INSTALL_DATADIR}/stallhound/clang
  COMPONENT stallhound)

file(GLOB docs CONFIGURE_DEPENDS docs/*.md)
install(FILES ${docs} DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs COMPONENT stallhound)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT stallhound)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT license)
install(FILES man/stallhound.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT stallhound)
install(FILES completions/stallhound.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
  RENAME stallhound COMPONENT stallhound)
install(FILES completions/stallhound.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
  COMPONENT stallhound)
# Debian's zsh looks for packages' functions elsewhere than all others.
install(FILES completions/_stallhound DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMPONENT zsh)
install(FILES completions/_stallhound DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT debian
  EXCLUDE_FROM_ALL)
install(FILES cmake/debian-copyright DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright COMPONENT debian
  EXCLUDE_FROM_ALL)

# `cpack -G DEB` in the build folder, or `cmake --build --preset release --target package`.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME stallhound)
set(CPACK_PACKAGE_VENDOR stallhound)
set(CPACK_PACKAGE_HOMEPAGE_URL "https://github.com/stallhound/stallhound")
set(CPACK_PACKAGE_CONTACT "stallhound developers <maintainers@stallhound.invalid>" CACHE STRING
  "Maintainer of the package")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "finds the calls that stall an event loop")
set(CPACK_PACKAGE_DESCRIPTION "stallhound reads a C or C++ project through its compile_commands.json, learns which \
code runs on an event loop (coroutines, loop callbacks, hand-made loops), and reports every blocking call that such \
code can reach, across files, with the whole call path, the reason, and what to do instead.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What a scan needs of the system are its headers; a project that compiles has them.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libc6-dev, git")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEB_COMPONENT_INSTALL OFF)
set(CPACK_INSTALL_CMAKE_PROJECTS
  "${CMAKE_BINARY_DIR};stallhound;stallhound;/;${CMAKE_BINARY_DIR};stallhound;debian;/")
include(CPack)

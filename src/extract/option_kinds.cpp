// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which options of a compile command a scan follows.
//
// Problem: the driver is made for people who trust their own command line. It runs programs to ask for a GPU, loads
// plug-ins, writes dependency files, time traces and caches, and prints what it is asked for. A compile database comes
// from elsewhere, and Clang gets more such options with each release, so a list of the bad ones is never complete.
//
// Method: only what is known to be good passes. Clang's option table says about most options which part of the compiler
// they set: the language, the target, code generation, diagnostics and so on. Those that set the language or the target
// pass. The driver handles the others by hand; of these, the target's own (-m...) pass as a group, and the rest by
// name: macros, header search, language modes. An option that a later Clang invents is dropped unless its table says
// that it is about the language.
//
// Limits: an option that is dropped for what it does to the code generator may also define a macro. Those known to do
// so are among the named ones.
#include "extract/option_kinds.h"

#include "extract/clang_versions.h"

namespace stallhound::extraction {
namespace {

/// Options that set what the table calls language or target options.
bool sets_language_or_target(unsigned id) {
  switch (id) {
#define LANG_OPTION_WITH_MARSHALLING(PREFIX, NAME, ID, ...) case options::OPT_##ID:
#define TARGET_OPTION_WITH_MARSHALLING(PREFIX, NAME, ID, ...) case options::OPT_##ID:
#include STALLHOUND_CLANG_OPTIONS

#undef LANG_OPTION_WITH_MARSHALLING
#undef TARGET_OPTION_WITH_MARSHALLING
    return true;
    default:
      return false;
  }
}

/// Macros, included files, and where they are looked for.
bool is_preprocessing(unsigned id) {
  switch (id) {
    case options::OPT_D:
    case options::OPT_U:
    case options::OPT_undef:
    case options::OPT_I:
    case options::OPT_I_:
    case options::OPT_F:
    case options::OPT_include:
    case options::OPT_imacros:
    case options::OPT_isystem:
    case options::OPT_isystem_after:
    case options::OPT_iquote:
    case options::OPT_idirafter:
    case options::OPT_iprefix:
    case options::OPT_iwithprefix:
    case options::OPT_iwithprefixbefore:
    case options::OPT_iwithsysroot:
    case options::OPT_iframework:
    case options::OPT_iframeworkwithsysroot:
    case options::OPT_isysroot:
    case options::OPT_cxx_isystem:
    case options::OPT_ibuiltininc:
    case options::OPT_stdlibxx_isystem:
    case options::OPT_system_header_prefix:
    case options::OPT_no_system_header_prefix:
    case options::OPT_embed_dir_EQ:
    case options::OPT_nostdinc:
    case options::OPT_nostdincxx:
    case options::OPT_nostdlibinc:
    case options::OPT_nobuiltininc:
    case options::OPT_stdlib_EQ:
    case options::OPT_ivfsoverlay:
    case options::OPT_vfsoverlay:
    case options::OPT_fmacro_prefix_map_EQ:
    case options::OPT_ffile_prefix_map_EQ:
    case options::OPT_fdefine_target_os_macros:
    case options::OPT_fno_define_target_os_macros:
    // Compiled C++20 modules, which are only read.
    case options::OPT_fmodule_file:
    case options::OPT_fprebuilt_module_path:
      return true;
    default:
      return false;
  }
}

/// Where the target's files are, and which target that is.
bool is_installation(unsigned id) {
  switch (id) {
    case options::OPT_target:
    case options::OPT_arch:
    case options::OPT_darwin_target_variant:
    case options::OPT__sysroot_EQ:
    case options::OPT_gcc_toolchain:
    case options::OPT_gcc_install_dir_EQ:
    case options::OPT_gcc_triple_EQ:
    case options::OPT_B:  // Clang looks for GCC's headers there, too.
    case options::OPT_canonical_prefixes:
    case options::OPT_no_canonical_prefixes:
    case options::OPT_multi_lib_config:
    case options::OPT_fmultilib_flag:
    case options::OPT_cuda_path_EQ:
    case options::OPT_rocm_path_EQ:
    case options::OPT_mtvos_simulator_version_min_EQ:
      return true;
    default:
      return false;
  }
}

/// Which language, and how its programs behave; these have no entry about it in the table.
bool is_language_mode(unsigned id) {
  switch (id) {
    case options::OPT_x:
    case options::OPT_ObjC:
    case options::OPT_ObjCXX:
    case options::OPT_std_EQ:
    case options::OPT_std_default_EQ:
    case options::OPT_ansi:
    case options::OPT_traditional:
    case options::OPT_fasm:
    case options::OPT_fno_asm:
    case options::OPT_fblocks:
    case options::OPT_fno_blocks:
    case options::OPT_fbuiltin:
    case options::OPT_fno_builtin:
    case options::OPT_fno_builtin_:
    case options::OPT_fhosted:
    case options::OPT_fgnuc_version_EQ:
    case options::OPT_fms_compatibility_version:
    case options::OPT_fmsc_version:
    case options::OPT_fms_runtime_lib_EQ:
    case options::OPT_fno_ms_compatibility:
    case options::OPT_fno_ms_extensions:
    case options::OPT_ftrigraphs:
    case options::OPT_fno_trigraphs:
    case options::OPT_finput_charset_EQ:
    case options::OPT_fexec_charset_EQ:
    case options::OPT_fbracket_depth_EQ:
    case options::OPT_fpack_struct:
    case options::OPT_fno_pack_struct:
    case options::OPT_fshort_wchar:
    case options::OPT_fno_short_wchar:
    case options::OPT_funsigned_char:
    case options::OPT_fno_unsigned_char:
    case options::OPT_fsigned_bitfields:
    case options::OPT_funsigned_bitfields:
    case options::OPT_faligned_new_EQ:
    case options::OPT_fcxx_abi_EQ:
    case options::OPT_fclang_abi_compat_EQ:
    case options::OPT_fexperimental_relative_cxx_abi_vtables:
    case options::OPT_fno_experimental_relative_cxx_abi_vtables:
    case options::OPT_fdwarf_exceptions:
    case options::OPT_fseh_exceptions:
    case options::OPT_fsjlj_exceptions:
    case options::OPT_fwasm_exceptions:
    case options::OPT_fobjc_arc:
    case options::OPT_fno_objc_arc:
    case options::OPT_fobjc_weak:
    case options::OPT_fno_objc_weak:
    case options::OPT_fobjc_runtime_EQ:
    case options::OPT_fobjc_abi_version_EQ:
    case options::OPT_fobjc_nonfragile_abi:
    case options::OPT_fno_objc_nonfragile_abi:
    case options::OPT_fobjc_nonfragile_abi_version_EQ:
    case options::OPT_fgnu_runtime:
    case options::OPT_fnext_runtime:
    case options::OPT_fconstant_string_class_EQ:
    case options::OPT_fopenmp:
    case options::OPT_fopenmp_EQ:
    case options::OPT_fno_openmp:
    case options::OPT_fopenmp_simd:
    case options::OPT_fno_openmp_simd:
    case options::OPT_fopenmp_version_EQ:
    case options::OPT_fopenacc:
    case options::OPT_faltivec:
    case options::OPT_fno_altivec:
    case options::OPT_fzos_extensions:
    case options::OPT_fno_zos_extensions:
      return true;
    default:
      return false;
  }
}

/// Options for the code generator that define macros or answer __has_feature.
bool defines_macros(unsigned id) {
  switch (id) {
    case options::OPT_fPIC:
    case options::OPT_fno_PIC:
    case options::OPT_fpic:
    case options::OPT_fno_pic:
    case options::OPT_fPIE:
    case options::OPT_fno_PIE:
    case options::OPT_fpie:
    case options::OPT_fno_pie:
    case options::OPT_fsanitize_EQ:
    case options::OPT_fno_sanitize_EQ:
    case options::OPT_fstack_protector:
    case options::OPT_fstack_protector_all:
    case options::OPT_fstack_protector_strong:
    case options::OPT_fno_stack_protector:
    case options::OPT_fcf_protection_EQ:
    case options::OPT_ffinite_math_only:
    case options::OPT_fno_finite_math_only:
    case options::OPT_fhonor_infinities:
    case options::OPT_fno_honor_infinities:
    case options::OPT_fhonor_nans:
    case options::OPT_fno_honor_nans:
    case options::OPT_ffp_model_EQ:
    case options::OPT_ffp_contract:
    case options::OPT_fexcess_precision_EQ:
    case options::OPT_ftrapv:
    case options::OPT_fwrapv:
    case options::OPT_fno_wrapv:
      return true;
    default:
      return false;
  }
}

/// The spellings of clang-cl that have no twin among Clang's own options.
bool is_cl_mode(unsigned id) {
  switch (id) {
    case options::OPT__SLASH_std:
    case options::OPT__SLASH_EH:
    case options::OPT__SLASH_TC:
    case options::OPT__SLASH_TP:
    case options::OPT__SLASH_LD:
    case options::OPT__SLASH_LDd:
    case options::OPT__SLASH_arch:
    case options::OPT__SLASH_O:
    case options::OPT__SLASH_vmb:
    case options::OPT__SLASH_vmg:
    case options::OPT__SLASH_vms:
    case options::OPT__SLASH_vmm:
    case options::OPT__SLASH_vmv:
    case options::OPT__SLASH_GR:
    case options::OPT__SLASH_GR_:
    case options::OPT__SLASH_GX:
    case options::OPT__SLASH_GX_:
    case options::OPT__SLASH_Gregcall:
    case options::OPT__SLASH_Gd:
    case options::OPT__SLASH_Gr:
    case options::OPT__SLASH_Gz:
    case options::OPT__SLASH_Gv:
    case options::OPT__SLASH_winsdkdir:
    case options::OPT__SLASH_winsdkversion:
    case options::OPT__SLASH_winsysroot:
    case options::OPT__SLASH_vctoolsdir:
    case options::OPT__SLASH_vctoolsversion:
    case options::OPT__SLASH_imsvc:
    case options::OPT__SLASH_external_env:
      return true;
    default:
      return false;
  }
}

/// Options of the inner compiler alone.
bool is_inner_only(unsigned id) {
  switch (id) {
    case options::OPT_internal_isystem:
    case options::OPT_internal_externc_isystem:
    case options::OPT_internal_iframework:
    case options::OPT_c_isystem:
    case options::OPT_objc_isystem:
    case options::OPT_objcxx_isystem:
    case options::OPT_finclude_default_header:
    case options::OPT_fdeclare_opencl_builtins:
    case options::OPT_source_date_epoch:
      return true;
    default:
      return false;
  }
}

bool is_plugin(const llvm::opt::Arg& argument) {
  const auto& option = argument.getOption();
  // -mllvm -load=FILE and the like.
  if (option.matches(options::OPT_mllvm)) return llvm::StringRef(argument.getValue()).contains("load");
  return option.matches(options::OPT_fplugin_EQ) || option.matches(options::OPT_fpass_plugin_EQ) ||
         option.matches(options::OPT_load) || option.matches(options::OPT_plugin) ||
         option.matches(options::OPT_add_plugin);
}

bool is_device(const llvm::opt::Option& option) {
  return option.matches(options::OPT_offload_targets_EQ) || option.matches(options::OPT_offload_device_only) ||
         option.matches(options::OPT_fsycl) || option.matches(options::OPT_hipstdpar) ||
         option.matches(options::OPT_fcuda_is_device) || option.matches(options::OPT_fsycl_is_device) ||
         option.matches(options::OPT_fopenmp_is_target_device);
}

bool is_about_devices(const llvm::opt::Option& option) {
  return option.matches(options::OPT_offload_Group) || option.matches(options::OPT_cuda_Group) ||
         option.matches(options::OPT_hip_Group) || option.matches(options::OPT_sycl_Group);
}

/// Whatever sets them, headers are the same for every processor of a family, and GCC knows some that Clang does not.
bool names_processor(const llvm::opt::Option& option) {
  return option.matches(options::OPT_march_EQ) || option.matches(options::OPT_mcpu_EQ) ||
         option.matches(options::OPT_mtune_EQ) || option.matches(options::OPT_target_cpu) ||
         option.matches(options::OPT_tune_cpu);
}

bool is_precompiled(const llvm::opt::Arg& argument) {
  const auto& option = argument.getOption();
  if (option.matches(options::OPT_include_pch)) return true;
  if (!option.matches(options::OPT_include)) return false;
  const llvm::StringRef file = argument.getValue();
  return file.ends_with(".pch") || file.ends_with(".gch");
}

/// What holds for both tables.
OptionKind kind_of(const llvm::opt::Arg& argument) {
  const auto& option = argument.getOption();
  const auto id = option.getUnaliasedOption().getID();
  if (is_precompiled(argument)) return OptionKind::precompiled;
  if (is_plugin(argument)) return OptionKind::plugin;
  if (is_device(option)) return OptionKind::device;
  if (names_processor(option)) return OptionKind::other;
  const bool good = sets_language_or_target(id) || is_preprocessing(id) || is_language_mode(id);
  return good ? OptionKind::code : OptionKind::other;
}

}  // namespace

OptionKind kind_of_driver_option(const llvm::opt::Arg& argument) {
  const auto& option = argument.getOption();
  const auto id = option.getUnaliasedOption().getID();
  const auto kind = kind_of(argument);
  if (is_installation(id)) return OptionKind::code;
  if (kind == OptionKind::code && is_about_devices(option)) return OptionKind::other;
  if (kind != OptionKind::other || names_processor(option)) return kind;
  const bool good = defines_macros(id) || is_cl_mode(id) || option.matches(options::OPT_m_Group) ||
                    option.matches(options::OPT_O_Group) || option.matches(options::OPT__SLASH_M_Group);
  return good ? OptionKind::code : OptionKind::other;
}

OptionKind kind_of_inner_option(const llvm::opt::Arg& argument) {
  const auto kind = kind_of(argument);
  return kind == OptionKind::other && is_inner_only(argument.getOption().getID()) ? OptionKind::code : kind;
}

}  // namespace stallhound::extraction

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/tables.h"

#include <clang/AST/Attr.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include "base/digest.h"
#include "extract/clang_versions.h"
#include "extract/names.h"
#include "extract/objc.h"

namespace stallhound::extraction {
namespace {

FunctionKind kind_of(const clang::FunctionDecl& function) {
  if (llvm::isa<clang::CXXConstructorDecl>(function)) return FunctionKind::constructor;
  if (llvm::isa<clang::CXXDestructorDecl>(function)) return FunctionKind::destructor;
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  if (method == nullptr) return FunctionKind::free;
  return clang::isLambdaCallOperator(method) ? FunctionKind::lambda : FunctionKind::method;
}

bool has_effect(const clang::FunctionDecl& function, clang::FunctionEffect::Kind kind) {
  for (const auto effect : function.getFunctionEffects()) {
    if (effect.Effect.kind() == kind) return true;
  }
  return false;
}

void add_bases(const clang::CXXRecordDecl& record, std::vector<std::string>& names, unsigned depth) {
  const auto* definition = record.getDefinition();
  if (definition == nullptr || depth > 16) return;
  for (const auto& base : definition->bases()) {
    const auto* parent = base.getType()->getAsCXXRecordDecl();
    if (parent == nullptr) continue;
    const auto name = qualified_name(*parent);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    add_bases(*parent, names, depth + 1);
  }
}

/// Strips what rules do not ask about. Tells whether a pointer was among it.
clang::QualType strip(clang::QualType type, bool& pointer) {
  for (unsigned depth = 0; depth < 8; ++depth) {
    type = type.getUnqualifiedType();
    if (type->isReferenceType()) {
      type = type->getPointeeType();
    } else if (type->isPointerType() && !type->getPointeeType()->isFunctionType() &&
               !type->getAs<clang::TypedefType>()) {
      pointer = true;
      type = type->getPointeeType();
    } else if (const auto* array = type->getAsArrayTypeUnsafe()) {
      type = array->getElementType();
    } else {
      break;
    }
  }
  return type;
}

std::string content_of(const TypeFact& fact) {
  std::string key = fact.name + '\n' + fact.alias + '\n';
  for (const auto argument : fact.arguments) key += std::to_string(argument) + ',';
  key += fact.is_pointer ? 'p' : '-';
  key += fact.is_callable ? 'c' : '-';
  return key;
}

}  // namespace

Tables::Tables(const clang::ASTContext& context, const WalkOptions& options, TuFacts& facts, std::uint64_t main_file)
    : context_(context),
      sources_(context.getSourceManager()),
      options_(options),
      facts_(facts),
      identity_(context, main_file) {}

FileIndex Tables::file(clang::FileID id) {
  const auto known = files_.find(id);
  if (known != files_.end()) return known->second;
  std::string path;
  if (const auto entry = sources_.getFileEntryRefForID(id)) {
    llvm::SmallString<256> absolute(entry->getFileEntry().tryGetRealPathName());
    if (absolute.empty()) {
      absolute = entry->getName();
      sources_.getFileManager().makeAbsolutePath(absolute);
      llvm::sys::path::remove_dots(absolute, /*remove_dot_dot=*/true);
    }
    path = std::string(absolute);
  }
  // Clang's own notion of a system header is inherited by includes: behind a precompiled header it says nothing.
  const bool in_roots =
      !path.empty() && (options_.walk_system || (options_.under_roots(path) && !options_.in_system_dir(path)));
  const auto [place, added] = paths_.emplace(path, static_cast<FileIndex>(facts_.files.size()));
  if (added) facts_.files.push_back({path, in_roots});
  files_.insert({id, place->second});
  return place->second;
}

bool Tables::in_project(clang::SourceLocation location) {
  if (location.isInvalid()) return false;
  return facts_.files[file(sources_.getFileID(sources_.getExpansionLoc(location)))].in_roots;
}

SourceLocation Tables::location(clang::SourceLocation place) {
  if (place.isInvalid()) return {file(sources_.getMainFileID()), 0, 0};
  const auto [id, offset] = sources_.getDecomposedExpansionLoc(place);
  return {file(id), sources_.getLineNumber(id, offset), sources_.getColumnNumber(id, offset)};
}

TypeIndex Tables::type(clang::QualType type) {
  if (type.isNull() || type->isDependentType()) return 0;
  const auto known = types_.find(type.getAsOpaquePtr());
  if (known != types_.end()) return known->second;
  // Recursive types (a class that is its own template argument) end at this placeholder.
  types_.insert({type.getAsOpaquePtr(), 0});
  TypeFact fact;
  fill_type(type, fact);
  TypeIndex index = 0;
  if (!fact.name.empty() || !fact.alias.empty()) {
    const auto [place, added] =
        types_by_content_.emplace(content_of(fact), static_cast<TypeIndex>(facts_.types.size()));
    if (added) facts_.types.push_back(std::move(fact));
    index = place->second;
  }
  types_[type.getAsOpaquePtr()] = index;
  return index;
}

void Tables::fill_type(clang::QualType type, TypeFact& fact) {
  type = strip(type, fact.is_pointer);
  if (const auto* alias = type->getAs<clang::TypedefType>()) fact.alias = qualified_name(*alias->getDecl());
  // The typedef may be of the function itself: `redisCallbackFn* reply`.
  if (const auto* pointer = type->getAs<clang::PointerType>(); pointer != nullptr && fact.alias.empty()) {
    const auto* alias = pointer->getPointeeType()->getAs<clang::TypedefType>();
    if (alias != nullptr) fact.alias = qualified_name(*alias->getDecl());
  }
  if (const auto* alias = type->getAs<clang::TemplateSpecializationType>(); alias != nullptr && alias->isTypeAlias()) {
    if (const auto* name = alias->getTemplateName().getAsTemplateDecl()) fact.alias = qualified_name(*name);
  }
  const auto canonical = type.getCanonicalType().getUnqualifiedType();
  if (canonical->isFunctionPointerType() || canonical->isMemberFunctionPointerType() || canonical->isFunctionType() ||
      canonical->isBlockPointerType()) {
    fact.is_callable = true;
    fact.is_pointer = !canonical->isFunctionType();
    fact.name = "(function)";
    return;
  }
  if (fill_object_type(canonical, fact)) return;
  if (const auto* pointer = canonical->getAs<clang::PointerType>()) {
    // Only reached behind a typedef of a pointer type.
    const auto pointee = this->type(pointer->getPointeeType());
    fact.is_pointer = true;
    fact.name = facts_.types[pointee].name;
    fact.bases = facts_.types[pointee].bases;
    fact.arguments = facts_.types[pointee].arguments;
    return;
  }
  if (const auto* tag = canonical->getAsTagDecl()) {
    fact.name = qualified_name(*tag);
    if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(tag)) {
      fact.is_callable = record->isLambda();
      add_bases(*record, fact.bases, 0);
      if (const auto* specialisation = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record)) {
        for (const auto& argument : specialisation->getTemplateArgs().asArray()) {
          if (argument.getKind() == clang::TemplateArgument::Type) {
            fact.arguments.push_back(this->type(argument.getAsType()));
          } else if (argument.getKind() == clang::TemplateArgument::Pack) {
            for (const auto& element : argument.pack_elements()) {
              if (element.getKind() == clang::TemplateArgument::Type) {
                fact.arguments.push_back(this->type(element.getAsType()));
              }
            }
          }
        }
      }
    }
    return;
  }
  if (canonical->isBuiltinType()) fact.name = canonical.getAsString(context_.getPrintingPolicy());
}

namespace {

bool has_throw(const clang::Stmt* node) {
  if (node == nullptr) return false;
  return llvm::isa<clang::CXXThrowExpr>(node) || std::any_of(node->child_begin(), node->child_end(), has_throw);
}

}  // namespace

bool Tables::throws(const clang::FunctionDecl& definition) {
  const auto known = throwing_.find(&definition);
  if (known != throwing_.end()) return known->second;
  const bool answer = has_throw(definition.getBody());
  throwing_.insert({&definition, answer});
  return answer;
}

/// The annotation of the access specifier above a member: `public slots:` with Qt's hook for tools. A class is looked
/// through once for all its members.
llvm::StringRef Tables::section_of(const clang::CXXMethodDecl& method) {
  const auto* record = method.getParent();
  if (sectioned_.insert(record).second) {
    llvm::StringRef text;
    for (const auto* member : record->decls()) {
      if (const auto* specifier = llvm::dyn_cast<clang::AccessSpecDecl>(member)) {
        const auto* annotation = specifier->getAttr<clang::AnnotateAttr>();
        text = annotation == nullptr ? llvm::StringRef() : annotation->getAnnotation();
      } else if (!text.empty()) {
        sections_[member] = text;
      }
    }
  }
  return sections_.lookup(&method);
}

FunctionId Tables::function(const clang::FunctionDecl& declaration) {
  const auto known = function_ids_.find(&declaration);
  if (known != function_ids_.end()) return known->second;
  const auto* stand_in = Identity::representative(declaration, in_project(declaration));
  const auto id = identity_.of(*stand_in);
  function_ids_.insert({&declaration, id});
  if (functions_.emplace(id, static_cast<std::uint32_t>(facts_.functions.size())).second) describe(*stand_in, id);
  return id;
}

void Tables::describe(const clang::FunctionDecl& declaration, FunctionId id) {
  const auto index = facts_.functions.size();
  facts_.functions.emplace_back();
  FunctionFact fact;
  fact.id = id;
  fact.kind = kind_of(declaration);
  fact.name = qualified_name(declaration);
  fact.display = display_name(declaration);
  const auto* definition = declaration.getDefinition();
  const auto& place = definition != nullptr ? *definition : declaration;
  fact.location = location(place.getLocation());
  if (in_project(place)) fact.flags |= fn_in_roots;
  if (declaration.getLinkageInternal() == clang::Linkage::Internal) fact.flags |= fn_internal;
  if (declaration.isMain()) fact.flags |= fn_main;
  if (declaration.isImplicit()) fact.flags |= fn_implicit;
  if (has_effect(declaration, clang::FunctionEffect::Kind::NonBlocking)) fact.flags |= fn_nonblocking;
  if (has_effect(declaration, clang::FunctionEffect::Kind::Blocking)) fact.flags |= fn_blocking;
  fact.result = type(declaration.getReturnType());
  for (const auto* parameter : declaration.parameters()) fact.parameters.push_back(type(parameter->getType()));
  for (const auto* redeclaration : declaration.redecls()) {
    for (const auto* attribute : redeclaration->specific_attrs<clang::AnnotateAttr>()) {
      const auto text = attribute->getAnnotation().str();
      if (std::find(fact.annotations.begin(), fact.annotations.end(), text) == fact.annotations.end()) {
        fact.annotations.push_back(text);
      }
    }
  }
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&declaration)) {
    fact.parent = type(declared_type(context_, method->getParent()));
    if (const auto section = section_of(*method); !section.empty()) fact.annotations.push_back(section.str());
    if (method->isVirtual()) fact.flags |= fn_virtual;
    if (method->isPureVirtual()) fact.flags |= fn_pure;
    if (method->hasAttr<clang::FinalAttr>() || method->getParent()->hasAttr<clang::FinalAttr>()) fact.flags |= fn_final;
    for (const auto* base : method->overridden_methods()) fact.overrides.push_back(function(*base));
  }
  facts_.functions[index] = std::move(fact);
}

FunctionId Tables::initialiser(const clang::VarDecl& variable) {
  const auto id = identity_.of_initialiser(variable);
  if (functions_.emplace(id, static_cast<std::uint32_t>(facts_.functions.size())).second) {
    FunctionFact fact;
    fact.id = id;
    fact.flags = fn_in_roots | fn_variable;
    fact.name = qualified_name(variable);
    fact.display = "initialiser of " + fact.name;
    fact.location = location(variable.getLocation());
    facts_.functions.push_back(std::move(fact));
  }
  return id;
}

FunctionId Tables::called(const clang::VarDecl& variable, const clang::FunctionDecl* call_operator) {
  const auto id = mix(identity_.of_variable(*variable.getCanonicalDecl(), 0), digest("called"));
  if (!functions_.emplace(id, static_cast<std::uint32_t>(facts_.functions.size())).second) return id;
  FunctionFact fact;
  fact.id = id;
  fact.name = qualified_name(variable);
  fact.display = fact.name;
  fact.location = location(variable.getLocation());
  const clang::FunctionProtoType* signature = nullptr;
  if (call_operator != nullptr) {
    fact.alias = qualified_name(*call_operator);
    signature = call_operator->getType()->getAs<clang::FunctionProtoType>();
  } else if (const auto pointee = variable.getType()->getPointeeType(); !pointee.isNull()) {
    signature = pointee->getAs<clang::FunctionProtoType>();
  }
  const auto index = facts_.functions.size();
  facts_.functions.emplace_back();
  if (signature != nullptr) {
    fact.result = type(signature->getReturnType());
    for (const auto parameter : signature->param_types()) fact.parameters.push_back(type(parameter));
  }
  facts_.functions[index] = std::move(fact);
  return id;
}

FunctionId Tables::taken(const clang::FunctionDecl& declaration, clang::SourceLocation where) {
  const auto target = function(declaration);
  if (in_project(declaration) || declaration.isTemplated()) return target;
  const auto at = location(where);
  const auto place = mix(digest(facts_.files[at.file].path), (std::uint64_t{at.line} << 32) | at.column);
  const auto id = mix(mix(target, place), digest("reference"));
  if (!functions_.emplace(id, static_cast<std::uint32_t>(facts_.functions.size())).second) return id;
  references_.emplace(id, target);
  FunctionFact fact = facts_.functions[functions_.at(target)];
  fact.id = id;
  fact.flags = fn_in_roots | fn_reference;
  fact.name = "&" + fact.name;  // No rule names it: what it calls is what rules are about.
  fact.location = at;
  fact.overrides.clear();
  Site site;
  site.kind = llvm::isa<clang::CXXMethodDecl>(declaration) ? SiteKind::member : SiteKind::call;
  site.callee = target;
  site.location = at;
  site.object_type = fact.parent;
  site.arguments.resize(fact.parameters.size());
  for (std::size_t i = 0; i < fact.parameters.size(); ++i) site.arguments[i].type = fact.parameters[i];
  facts_.functions.push_back(std::move(fact));
  Body body;
  body.function = id;
  body.location = at;
  body.sites.push_back(std::move(site));
  facts_.bodies.push_back(std::move(body));
  return id;
}

FunctionId Tables::without_reference(FunctionId function) const {
  const auto known = references_.find(function);
  return known == references_.end() ? function : known->second;
}

SlotId Tables::add_slot(SlotId id, SlotKind kind, std::string name, clang::QualType type_of_slot) {
  if (slots_.emplace(id, static_cast<std::uint32_t>(facts_.slots.size())).second) {
    facts_.slots.push_back({id, kind, std::move(name), type(type_of_slot)});
  }
  return id;
}

SlotId Tables::slot(const clang::ValueDecl& declaration) {
  const auto* outer = enclosing_function(declaration.getDeclContext());
  const FunctionId owner = outer == nullptr ? 0 : function(*outer);
  if (const auto* variable = llvm::dyn_cast<clang::ObjCIvarDecl>(&declaration)) {
    if (const auto* property = property_of(*variable)) return slot(*property);
  }
  const auto id = identity_.of_variable(declaration, owner);
  if (slots_.contains(id)) return id;
  SlotKind kind = SlotKind::local;
  std::string name = declaration.getNameAsString();
  if (llvm::isa<clang::ParmVarDecl>(declaration)) {
    kind = SlotKind::parameter;
  } else if (llvm::isa<clang::FieldDecl>(declaration)) {
    kind = SlotKind::field;
    name = qualified_name(declaration);
  } else if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(&declaration);
             variable != nullptr && !variable->isLocalVarDecl()) {
    kind = SlotKind::global;
    name = qualified_name(declaration);
  }
  return add_slot(id, kind, std::move(name), declaration.getType());
}

SlotId Tables::result_slot_of(const clang::Decl& callable, clang::QualType returned) {
  return add_slot(stallhound::result_slot(function(callable)), SlotKind::result, "", returned);
}

bool Tables::may_hold_callable(clang::QualType type, unsigned depth) {
  if (type.isNull() || depth > 5) return false;
  type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  const auto known = callable_types_.find(type.getAsOpaquePtr());
  if (known != callable_types_.end()) return known->second;
  callable_types_.insert({type.getAsOpaquePtr(), false});
  bool answer = false;
  if (type->isFunctionPointerType() || type->isMemberFunctionPointerType() || type->isFunctionType() ||
      type->isBlockPointerType() || type->isObjCSelType()) {
    answer = true;
  } else if (const auto* object = type->getAs<clang::ObjCObjectPointerType>()) {
    const auto elements = object->getTypeArgs();
    answer = std::any_of(elements.begin(), elements.end(),
                         [&](clang::QualType element) { return may_hold_callable(element, depth + 1); });
  } else if (const auto* array = type->getAsArrayTypeUnsafe()) {
    answer = may_hold_callable(array->getElementType(), depth + 1);
  } else if (type->isPointerType()) {
    answer = may_hold_callable(type->getPointeeType(), depth + 1);
  } else if (const auto* record = type->getAsCXXRecordDecl()) {
    answer = record->isLambda();
    if (const auto* specialisation = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record)) {
      for (const auto& argument : specialisation->getTemplateArgs().asArray()) {
        if (argument.getKind() == clang::TemplateArgument::Type) {
          answer = answer || may_hold_callable(argument.getAsType(), depth + 1);
        } else if (argument.getKind() == clang::TemplateArgument::Pack) {
          for (const auto& element : argument.pack_elements()) {
            answer = answer || (element.getKind() == clang::TemplateArgument::Type &&
                                may_hold_callable(element.getAsType(), depth + 1));
          }
        }
      }
    }
  }
  callable_types_[type.getAsOpaquePtr()] = answer;
  return answer;
}

}  // namespace stallhound::extraction

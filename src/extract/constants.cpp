// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/constants.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>
#include <llvm/Support/ConvertUTF.h>

#include <algorithm>
#include <limits>

#include "extract/names.h"

namespace stallhound::extraction {
namespace {

constexpr std::size_t longest_text = 256;
constexpr unsigned most_hops = 16;  ///< From variable to variable (`int b = a; int c = b;`).

const clang::Expr* strip(const clang::Expr* expression) {
  while (true) {
    const auto* before = expression;
    expression = expression->IgnoreParenImpCasts();
    if (const auto* argument = llvm::dyn_cast<clang::CXXDefaultArgExpr>(expression)) expression = argument->getExpr();
    if (const auto* cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(expression)) expression = cleanups->getSubExpr();
    if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expression)) expression = made->getSubExpr();
    if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expression)) expression = bound->getSubExpr();
    if (const auto* constant = llvm::dyn_cast<clang::ConstantExpr>(expression)) expression = constant->getSubExpr();
    if (expression == before) return expression;
  }
}

/// Nested deeper than this, an expression is not evaluated. Generated code sums up tens of thousands of terms, each of
/// which may be asked about; a set of flags or a product of factors stays far below.
constexpr unsigned deepest_evaluated = 128;

bool is_nested_deeper(const clang::Stmt& node, unsigned levels) {
  if (levels == 0) return true;
  return std::any_of(node.child_begin(), node.child_end(), [levels](const clang::Stmt* child) {
    return child != nullptr && is_nested_deeper(*child, levels - 1);
  });
}

/// False for what the evaluator would only walk through to give up: a call of what is no constant function, and what is
/// nested too deeply.
bool is_worth_evaluating(const clang::Expr& expression) {
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(strip(&expression))) {
    const auto* callee = call->getDirectCallee();
    if (callee != nullptr && !callee->isConstexpr() && callee->getBuiltinID() == 0) return false;
  }
  return !is_nested_deeper(expression, deepest_evaluated);
}

/// The local variable that an expression reads, if it still has the value that it was declared with.
const clang::VarDecl* unchanged_local(const clang::Expr* expression, ReadOnlyVariables& read_only) {
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression);
  const auto* variable = reference == nullptr ? nullptr : llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
  if (variable == nullptr || llvm::isa<clang::ParmVarDecl>(variable) || variable->getInit() == nullptr) return nullptr;
  return read_only.contains(*variable) ? variable : nullptr;
}

/// Notes that the argument is a parameter of the function around it, as it came in.
bool read_parameter(const clang::Expr* expression, ReadOnlyVariables& read_only, Argument& argument) {
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression);
  const auto* parameter = reference == nullptr ? nullptr : llvm::dyn_cast<clang::ParmVarDecl>(reference->getDecl());
  if (parameter == nullptr || reference->refersToEnclosingVariableOrCapture()) return false;
  if (!read_only.contains(*parameter)) return false;
  argument.constant = ConstantKind::parameter;
  argument.number = parameter->getFunctionScopeIndex();
  return true;
}

/// The variable that an expression names, if its value can be known.
const clang::VarDecl* named_constant(const clang::Expr* expression) {
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression);
  if (reference == nullptr) return nullptr;
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
  if (variable == nullptr || variable->hasExternalStorage() || llvm::isa<clang::ParmVarDecl>(variable)) return nullptr;
  return variable->getType().isConstQualified() || variable->isConstexpr() ? variable : nullptr;
}

std::int64_t saturate(const llvm::APSInt& value) {
  if (value.isSigned() ? value.isSignedIntN(64) : value.isIntN(63)) return value.getExtValue();
  return value.isNegative() ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

/// Seconds per tick of a std::chrono::duration (or Boost's), as a fraction; false for other types.
bool duration_period(clang::QualType type, std::int64_t& numerator, std::int64_t& denominator) {
  const auto* record = type.getNonReferenceType()->getAsCXXRecordDecl();
  const auto* duration = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
  if (duration == nullptr || duration->getName() != "duration") return false;
  const auto& arguments = duration->getTemplateArgs();
  if (arguments.size() != 2 || arguments[1].getKind() != clang::TemplateArgument::Type) return false;
  const auto* ratio =
      llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(arguments[1].getAsType()->getAsCXXRecordDecl());
  if (ratio == nullptr || ratio->getName() != "ratio") return false;
  const auto& numbers = ratio->getTemplateArgs();
  if (numbers.size() != 2 || numbers[0].getKind() != clang::TemplateArgument::Integral ||
      numbers[1].getKind() != clang::TemplateArgument::Integral) {
    return false;
  }
  numerator = numbers[0].getAsIntegral().getExtValue();
  denominator = numbers[1].getAsIntegral().getExtValue();
  return numerator > 0 && denominator > 0;
}

bool read_duration(const clang::Expr& expression, const clang::ASTContext& context, Argument& argument) {
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
  if (!duration_period(expression.getType(), numerator, denominator)) return false;
  const clang::APValue* value = nullptr;
  clang::Expr::EvalResult result;
  if (const auto* variable = named_constant(&expression)) {
    value =
        variable->getInit() == nullptr || variable->getInit()->isValueDependent() ? nullptr : variable->evaluateValue();
  } else if (expression.isPRValue() && !expression.isValueDependent() && is_worth_evaluating(expression) &&
             expression.EvaluateAsRValue(result, context) && !result.HasSideEffects) {
    value = &result.Val;
  }
  if (value == nullptr || !value->isStruct() || value->getStructNumFields() != 1) return false;
  const auto& ticks = value->getStructField(0);
  long double count = 0;
  if (ticks.isInt()) {
    count = static_cast<long double>(saturate(ticks.getInt()));
  } else if (ticks.isFloat()) {
    count = ticks.getFloat().convertToDouble();
  } else {
    return false;
  }
  const long double nanoseconds =
      count * static_cast<long double>(numerator) * 1e9L / static_cast<long double>(denominator);
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  argument.constant = ConstantKind::duration;
  argument.number = nanoseconds >= static_cast<long double>(largest)    ? largest
                    : nanoseconds <= -static_cast<long double>(largest) ? -largest
                                                                        : static_cast<std::int64_t>(nanoseconds);
  return true;
}

/// The local variable that an expression reads, if all that it had when it was declared is still in it.
const clang::VarDecl* grown_local(const clang::Expr* expression, ReadOnlyVariables& read_only) {
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression);
  const auto* variable = reference == nullptr ? nullptr : llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
  if (variable == nullptr || llvm::isa<clang::ParmVarDecl>(variable) || variable->getInit() == nullptr) return nullptr;
  return read_only.only_gains_bits(*variable) ? variable : nullptr;
}

/// Of `flags | O_NONBLOCK`: the bits that are set whatever the rest is.
std::int64_t certain_bits(const clang::Expr* expression, const clang::ASTContext& context, ReadOnlyVariables& read_only,
                          unsigned depth) {
  expression = strip(expression);
  if (const auto* variable = grown_local(expression, read_only); variable != nullptr && depth < 16) {
    return certain_bits(variable->getInit(), context, read_only, depth + 1);
  }
  const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expression);
  if (binary != nullptr && binary->getOpcode() == clang::BO_Or && depth < 16) {
    return certain_bits(binary->getLHS(), context, read_only, depth + 1) |
           certain_bits(binary->getRHS(), context, read_only, depth + 1);
  }
  clang::Expr::EvalResult result;
  if (depth == 0 || !is_worth_evaluating(*expression)) return 0;
  return expression->EvaluateAsInt(result, context) ? saturate(result.Val.getInt()) : 0;
}

/// The literal in what a library makes a text of without changing it: u"text"_s, QStringLiteral("text"), SLOT(name()),
/// QString::fromUtf8("text"). Null for anything else.
const clang::Expr* made_of_text(const clang::Expr* expression) {
  if (const auto* literal = llvm::dyn_cast<clang::UserDefinedLiteral>(expression)) {
    const bool text = literal->getLiteralOperatorKind() == clang::UserDefinedLiteral::LOK_String;
    return text ? literal->getCookedLiteral() : nullptr;
  }
  const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
  const auto* callee = call == nullptr ? nullptr : call->getDirectCallee();
  if (callee == nullptr || call->getNumArgs() == 0 || !callee->getDeclName().isIdentifier()) return nullptr;
  // Qt's SLOT(name()) is qFlagLocation("1name()" "\0" "file:line").
  constexpr llvm::StringRef names[] = {"qFlagLocation", "qMakeStringPrivate", "fromUtf8", "fromLatin1"};
  return std::find(std::begin(names), std::end(names), callee->getName()) == std::end(names) ? nullptr
                                                                                             : call->getArg(0);
}

bool read_string(const clang::Expr* expression, Argument& argument) {
  if (const auto* variable = named_constant(expression); variable != nullptr && variable->getInit() != nullptr) {
    expression = strip(variable->getInit());
  }
  // std::string("text"), QString("text"), a URI made of a view of a text: the literal is what counts.
  for (unsigned depth = 0; depth < 6; ++depth) {
    // QString(text), written so.
    if (const auto* cast = llvm::dyn_cast<clang::CXXFunctionalCastExpr>(expression)) {
      expression = strip(cast->getSubExpr());
      continue;
    }
    if (const auto* inner = made_of_text(expression)) {
      expression = strip(inner);
      continue;
    }
    const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expression);
    if (construct == nullptr || construct->getNumArgs() == 0) break;
    const bool one = construct->getNumArgs() == 1 || llvm::isa<clang::CXXDefaultArgExpr>(construct->getArg(1));
    if (!one && construct->getConstructor()->getParent()->getName() != "basic_string") break;
    expression = strip(construct->getArg(0));
  }
  const auto* literal = llvm::dyn_cast<clang::StringLiteral>(expression);
  if (literal == nullptr) return false;
  std::string text;
  if (literal->getCharByteWidth() == 1) {
    text = literal->getBytes().str();
  } else if (literal->getCharByteWidth() != 2 ||
             !llvm::convertUTF16ToUTF8String(llvm::ArrayRef(literal->getBytes().data(), literal->getBytes().size()),
                                             text)) {
    return false;
  }
  argument.constant = ConstantKind::string;
  argument.text = text.substr(0, longest_text);
  argument.text.resize(std::min(argument.text.size(), argument.text.find('\0')));
  return true;
}

/// See read_constant; `hops` variables led here.
void read_through(const clang::Expr& whole, const clang::ASTContext& context, ReadOnlyVariables& read_only,
                  unsigned hops, Argument& argument) {
  if (whole.isValueDependent() || whole.isTypeDependent() || whole.containsErrors()) return;
  const auto* expression = strip(&whole);
  const auto type = whole.getType();
  // An initialiser stands before every use, so a variable cannot lead back to itself.
  if (const auto* variable = hops < most_hops ? unchanged_local(expression, read_only) : nullptr) {
    read_through(*variable->getInit(), context, read_only, hops + 1, argument);
    if (argument.constant != ConstantKind::unknown) return;
  }
  if (read_parameter(expression, read_only, argument)) return;
  if (type->isPointerType() || type->isMemberPointerType() || type->isNullPtrType()) {
    if (expression->isNullPointerConstant(const_cast<clang::ASTContext&>(context),
                                          clang::Expr::NPC_ValueDependentIsNotNull) != clang::Expr::NPCK_NotNull) {
      argument.constant = ConstantKind::null;
      return;
    }
    if (const auto* variable = named_constant(expression); variable != nullptr && variable->getInit() != nullptr &&
                                                           !variable->getInit()->isValueDependent() &&
                                                           variable->getType()->isPointerType()) {
      const auto* value = variable->isConstexpr() ? variable->evaluateValue() : nullptr;
      if (value != nullptr && value->isLValue() && value->isNullPointer()) {
        argument.constant = ConstantKind::null;
        return;
      }
    }
    read_string(expression, argument);
    return;
  }
  if (type->isRecordType() || expression->getType()->isRecordType()) {
    if (!read_duration(*expression, context, argument)) read_string(expression, argument);
    return;
  }
  if (type->isIntegralOrEnumerationType()) {
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression)) {
      if (const auto* enumerator = llvm::dyn_cast<clang::EnumConstantDecl>(reference->getDecl())) {
        argument.constant = ConstantKind::enumerator;
        argument.number = saturate(enumerator->getInitVal());
        argument.text = qualified_name(*enumerator);
        return;
      }
      // A plain variable is the common case; only constants are worth the evaluator.
      if (named_constant(expression) == nullptr) {
        argument.number = certain_bits(expression, context, read_only, 0);
        if (argument.number != 0) argument.constant = ConstantKind::bits;
        return;
      }
    }
    clang::Expr::EvalResult result;
    if (!is_worth_evaluating(whole) || !whole.EvaluateAsInt(result, context)) {
      argument.number = certain_bits(expression, context, read_only, 0);
      if (argument.number != 0) argument.constant = ConstantKind::bits;
      return;
    }
    argument.constant = type->isBooleanType() ? ConstantKind::boolean : ConstantKind::integer;
    argument.number = saturate(result.Val.getInt());
    return;
  }
  if (type->isRealFloatingType()) {
    llvm::APFloat value(0.0);
    if (!is_worth_evaluating(whole) || !whole.EvaluateAsFloat(value, context)) return;
    argument.constant = ConstantKind::real;
    llvm::SmallString<32> text;
    value.toString(text);
    argument.text = text.str().str();
    const double number = value.convertToDouble();
    argument.number = number > 9e18 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(number);
  }
}

}  // namespace

void read_constant(const clang::Expr& expression, const clang::ASTContext& context, ReadOnlyVariables& read_only,
                   Argument& argument) {
  read_through(expression, context, read_only, 0, argument);
}

bool constant_condition(const clang::Expr& expression, const clang::ASTContext& context, bool& value) {
  if (expression.isValueDependent() || expression.isTypeDependent() || expression.containsErrors()) return false;
  const auto* inner = strip(&expression);
  // Most conditions are calls or comparisons of variables, for which the evaluator can only fail.
  if (llvm::isa<clang::DeclRefExpr>(inner) && named_constant(inner) == nullptr &&
      !llvm::isa<clang::EnumConstantDecl>(llvm::cast<clang::DeclRefExpr>(inner)->getDecl())) {
    return false;
  }
  return is_worth_evaluating(expression) && expression.EvaluateAsBooleanCondition(value, context);
}

}  // namespace stallhound::extraction

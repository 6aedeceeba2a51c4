# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Completion for bash: stallhound itself says what may follow.

_stallhound() {
  local words=() word i candidate
  COMPREPLY=()
  # Bash takes --format=text apart at the equals sign.
  for ((i = 1; i <= COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if ((${#words[@]})) && { [[ $word == = ]] || [[ ${COMP_WORDS[i - 1]} == = && ${words[-1]} == -*= ]]; }; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
  done
  local current=${COMP_WORDS[COMP_CWORD]}
  [[ $current == = ]] && current=
  while IFS= read -r candidate; do
    case $candidate in
      '<files>' | '<folders>')
        local kind=-f
        [[ $candidate == '<folders>' ]] && kind=-d
        type compopt &>/dev/null && compopt -o filenames 2>/dev/null
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$kind" -- "$current")
        ;;
      --*=*) COMPREPLY+=("${candidate#*=}") ;;
      *) COMPREPLY+=("$candidate") ;;
    esac
  done < <("${COMP_WORDS[0]/#\~/$HOME}" __complete "${words[@]}" 2>/dev/null)
}
complete -F _stallhound stallhound

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Completion for fish: stallhound itself says what may follow.

function __stallhound_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l path (string replace -r -- '^--[a-z-]*=' '' "$current")
    set -l before (string sub -l (math (string length -- "$current") - (string length -- "$path")) -- "$current")
    for candidate in ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
        switch $candidate
            case '<files>'
                printf '%s\n' $before(__fish_complete_path "$path")
            case '<folders>'
                printf '%s\n' $before(__fish_complete_directories "$path" '')
            case '*'
                printf '%s\n' $candidate
        end
    end
end

complete -c stallhound -f -a '(__stallhound_complete)'

/**
 * The completion script of bash. It needs nothing but bash itself, from 3.2 on, which macOS has: the script of the library
 * calls functions of the package bash-completion, and fails at every Tab where that is missing.
 */
export const bashScript = `# bash completion for kelaskit
__kelaskit_complete() {
    local current=\${COMP_WORDS[COMP_CWORD]} line index
    local -a words
    # Bash splits --option=value at the sign; kelaskit takes both words without it.
    for ((index = 1; index < COMP_CWORD; index++)); do
        [[ \${COMP_WORDS[index]} == = ]] || words+=("\${COMP_WORDS[index]}")
    done
    [[ $current == = ]] && current=
    COMPREPLY=()
    while IFS= read -r line; do
        line=\${line%%$'\\t'*}
        [[ $line == :* || $line != "$current"* ]] || COMPREPLY+=("$line")
    done < <(kelaskit complete -- \${words[@]+"\${words[@]}"} "$current" 2>/dev/null)
}
complete -o default -F __kelaskit_complete kelaskit`;

/**
 * What comes before the library's script for zsh. That registers itself by `compdef`, which compinit defines; without it
 * this one, which is called once, says what is missing.
 */
export const zshBeginning = `#compdef kelaskit
(( $+functions[compdef] )) || compdef() {
    unfunction compdef
    print -u2 -r -- "kelaskit: zsh needs its completion system before kelaskit can complete. Put this line above the one of kelaskit in ~/.zshrc: autoload -Uz compinit && compinit"
}`;

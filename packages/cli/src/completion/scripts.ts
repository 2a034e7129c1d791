/**
 * The completion script of bash. It requires only bash 3.2 or newer, which macOS has. The library's own script calls
 * functions of the package bash-completion, and fails at every Tab where that is missing.
 */
export const bashScript = `# bash completion for kelaskit
__kelaskit_complete() {
    local current=\${COMP_WORDS[COMP_CWORD]} line index
    local -a words
    # Bash splits --option=value at the equals sign; kelaskit takes both words without it.
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
 * The beginning of the zsh script. The library's script registers itself with `compdef`, which compinit defines; if that is
 * missing, this function takes its place once and says what to do.
 */
export const zshBeginning = `#compdef kelaskit
(( $+functions[compdef] )) || compdef() {
    unfunction compdef
    print -u2 -r -- "kelaskit: completion requires the completion system of zsh. Put this line above that of kelaskit in ~/.zshrc: autoload -Uz compinit && compinit"
}`;

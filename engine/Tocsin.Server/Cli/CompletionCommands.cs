namespace Tocsin.Server.Cli;

/// <summary><c>tocsin completion</c>: the scripts by which shells complete command lines of the program.</summary>
internal static class CompletionCommands
{
    private const string Bash = """
        # In ~/.bashrc: source <(tocsin completion bash)
        _tocsin() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(tocsin "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _tocsin tocsin
        """;

    private const string Zsh = """
        #compdef tocsin
        # In ~/.zshrc, after compinit: source <(tocsin completion zsh)
        _tocsin() {
            local -a found
            found=("${(@f)$(tocsin "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
            _files
        }
        compdef _tocsin tocsin
        """;

    private const string Fish = """
        # tocsin completion fish > ~/.config/fish/completions/tocsin.fish
        complete -c tocsin -a '(tocsin "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null)'
        """;

    private const string Pwsh = """
        # In $PROFILE: tocsin completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName tocsin -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            # The text of the command ends with its last word: a blank behind it asks for the next one.
            $line = "$commandAst".PadRight($cursorPosition)
            tocsin "[suggest:$cursorPosition]" "$line" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static ProgramCommand All(Terminal terminal) => new CommandWithVerbs(
        "completion",
        CommandGroup.Writing,
        "Print the shell script that completes commands, options and names of tasks.",
        [
            new CompletionCommand("bash", Bash, "source <(tocsin completion bash)", terminal),
            new CompletionCommand("zsh", Zsh, "source <(tocsin completion zsh)", terminal),
            new CompletionCommand("fish", Fish, "tocsin completion fish > ~/.config/fish/completions/tocsin.fish", terminal),
            new CompletionCommand("pwsh", Pwsh, "tocsin completion pwsh | Out-String | Invoke-Expression", terminal),
        ]);
}

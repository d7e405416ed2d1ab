using System.CommandLine;

namespace Tocsin.Server.Cli;

/// <summary><c>tocsin completion</c>: the script by which a shell completes command lines of the program.</summary>
internal sealed class CompletionCommand : CliCommand
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

    private readonly Terminal _terminal;
    private readonly Argument<string> _shell;

    public CompletionCommand(Terminal terminal)
        : base("completion", CommandGroup.Writing, "Print the script by which a shell completes commands, options and names of tasks.")
    {
        _terminal = terminal;
        _shell = Argument<string>("shell", "bash, zsh or fish.");
        _shell.CompletionSources.Add("bash", "zsh", "fish");
    }

    public override IReadOnlyList<string> Examples => ["source <(tocsin completion bash)", "tocsin completion fish > ~/.config/fish/completions/tocsin.fish"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var script = arguments.GetRequiredValue(_shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            var other => throw new CliException($"there is no completion for '{other}': bash, zsh or fish", ExitCode.Usage),
        };
        await _terminal.Out.WriteLineAsync(script).ConfigureAwait(false);
        return ExitCode.Ok;
    }
}

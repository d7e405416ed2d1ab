using Spectre.Console;

namespace Tocsin.Server.Cli;

/// <summary>Where commands write to and what they may know of their surroundings.</summary>
internal sealed class Terminal
{
    private readonly Lazy<IAnsiConsole> _console;

    public Terminal(TextWriter output, TextWriter error, bool isInteractive, Func<string, string?> environment, Func<Stream>? input = null)
    {
        OpenInput = input ?? (static () => Stream.Null);
        Out = output;
        Error = error;
        IsInteractive = isInteractive;
        Environment = environment;
        _console = new Lazy<IAnsiConsole>(() => NewConsole(wraps: false));
    }

    /// <summary>Opens what is written to the command, which it reads when it is asked for <c>-</c>.</summary>
    public Func<Stream> OpenInput { get; }

    /// <summary>What the command was asked for.</summary>
    public TextWriter Out { get; }

    /// <summary>Everything else: errors, warnings, the log.</summary>
    public TextWriter Error { get; }

    /// <summary>True when a person looks at <see cref="Out"/>: colors and progress bars make sense.</summary>
    public bool IsInteractive { get; }

    /// <summary>Answers environment variables; null when one is not set.</summary>
    public Func<string, string?> Environment { get; }

    /// <summary>Writes to <see cref="Out"/> with colors when <see cref="IsInteractive"/>. Never breaks lines: people paste them.</summary>
    public IAnsiConsole Console => _console.Value;

    /// <summary>The signals to read everything again; null when nobody has taken them yet.</summary>
    public HangUps? HangUps { get; private init; }

    /// <summary>That of this process.</summary>
    public static Terminal OfProcess(HangUps? hangUps) => new(
        System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, System.Environment.GetEnvironmentVariable, System.Console.OpenStandardInput)
    {
        HangUps = hangUps,
    };

    /// <summary>A progress bar that goes when it is done.</summary>
    public Progress NewProgress() => NewConsole(wraps: true).Progress().AutoClear(true);

    private IAnsiConsole NewConsole(bool wraps)
    {
        var hasColors = IsInteractive && string.IsNullOrEmpty(Environment("NO_COLOR")) && Environment("TERM") != "dumb";

        // Only old consoles of Windows have to be asked.
        var isOld = OperatingSystem.IsWindows();
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = !hasColors ? AnsiSupport.No : isOld ? AnsiSupport.Detect : AnsiSupport.Yes,
            ColorSystem = !hasColors ? ColorSystemSupport.NoColors : isOld ? ColorSystemSupport.Detect : ColorSystemSupport.Standard,
            Interactive = IsInteractive ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new TerminalOutput(Out, IsInteractive, wraps),
        });
    }
}

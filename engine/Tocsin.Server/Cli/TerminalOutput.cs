using System.Text;
using Spectre.Console;

namespace Tocsin.Server.Cli;

/// <summary>Where the console library writes to.</summary>
/// <param name="isTerminal">True when a person looks at it.</param>
/// <param name="wraps">True to keep lines within the width of the terminal.</param>
internal sealed class TerminalOutput(TextWriter writer, bool isTerminal, bool wraps) : IAnsiConsoleOutput
{
    private const int Unlimited = 10_000;

    private readonly AnsiConsoleOutput _real = new(writer);

    public TextWriter Writer => writer;

    public bool IsTerminal => isTerminal;

    public int Width => wraps ? _real.Width : Unlimited;

    public int Height => _real.Height;

    public void SetEncoding(Encoding encoding)
    {
        if (isTerminal)
            _real.SetEncoding(encoding);
    }
}

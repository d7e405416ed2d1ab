using System.Text;
using Spectre.Console;

namespace Tocsin.Server.Cli;

/// <summary>Output of the console library that never breaks lines when no person looks at it: programs read those lines.</summary>
internal sealed class TerminalOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
{
    private const int Unlimited = 10_000;

    private readonly AnsiConsoleOutput _real = new(writer);

    public TextWriter Writer => writer;

    public bool IsTerminal => isTerminal;

    public int Width => isTerminal ? _real.Width : Unlimited;

    public int Height => _real.Height;

    public void SetEncoding(Encoding encoding)
    {
        if (isTerminal)
            _real.SetEncoding(encoding);
    }
}

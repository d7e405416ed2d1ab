using System.CommandLine;
using Tocsin.Server.Loading;
using Tocsin.Server.Users;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary>The password of a command. It is no argument, as others of the machine see those, and shells keep them.</summary>
internal sealed class PasswordChoice
{
    private const int LongestInput = 4096;

    private readonly Terminal _terminal;

    public PasswordChoice(Terminal terminal, Option<string?> option) => (_terminal, Option) = (terminal, option);

    public const string Name = "password-file";

    public const string Description = "A file whose first line is the password; - reads standard input. Default: a generated password is printed.";

    public Option<string?> Option { get; }

    /// <summary>The password, and whether it was made.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public async Task<(string Password, bool IsMade)> ReadAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(Option) is not { } file)
            return (Passwords.Make(), true);
        var password = (file == "-" ? await ReadInputAsync(cancellationToken).ConfigureAwait(false) : TextFile.Read(file)).Split('\n')[0].TrimEnd('\r');
        return Passwords.ProblemOf(password) is { } problem ? throw new CliException(problem, ExitCode.Usage) : (password, false);
    }

    /// <summary>Shows a password that was made.</summary>
    public async Task ShowAsync(string password, bool isMade)
    {
        if (isMade)
            await _terminal.Out.WriteLineAsync($"Password: {password}").ConfigureAwait(false);
    }

    private async Task<string> ReadInputAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(_terminal.OpenInput());
        var buffer = new char[LongestInput];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
        return new string(buffer, 0, length);
    }
}

using System.Diagnostics;

namespace Tocsin.EndToEnd.Packaging;

/// <summary>Runs programs of the system, such as those that make and install packages.</summary>
internal static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>For what builds the program anew, while others build too.</summary>
    public static readonly TimeSpan LongLimit = TimeSpan.FromMinutes(30);

    /// <summary>Runs a program and answers with what it printed.</summary>
    public static Task<(int ExitCode, string Output)> TryAsync(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        TryAsync(program, arguments, Limit, environment);

    /// <summary>Runs what has to succeed within a time.</summary>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        var (code, output) = await TryAsync(program, arguments, limit, []);
        code.Should().Be(0, output);
    }

    private static async Task<(int ExitCode, string Output)> TryAsync(string program, IEnumerable<string> arguments, TimeSpan limit, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(limit);
        await process.WaitForExitAsync().WaitAsync(limit);
        return (process.ExitCode, output + await errors);
    }

    /// <summary>The same for what has to succeed.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var (code, output) = await TryAsync(program, arguments, environment);
        code.Should().Be(0, output);
        return output;
    }
}

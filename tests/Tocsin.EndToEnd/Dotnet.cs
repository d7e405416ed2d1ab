using System.Diagnostics;

namespace Tocsin.EndToEnd;

/// <summary>The SDK's command <c>dotnet</c>, as an author of plugins runs it.</summary>
internal static class Dotnet
{
    /// <summary>Others build at the same time.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a command that has to succeed, and answers with what it prints.</summary>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        // Left by the build that runs these tests, they would point this one to its own files.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["TocsinSdk"] = Path.Combine(Path.GetDirectoryName(Built.Server) ?? "", "sdk");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var program = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
        var text = await program.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await program.WaitForExitAsync().WaitAsync(Limit);
        program.ExitCode.Should().Be(0, text);
        return text;
    }
}

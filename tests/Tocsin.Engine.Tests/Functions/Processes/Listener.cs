using System.Diagnostics;

namespace Tocsin.Engine.Tests.Functions.Processes;

/// <summary>The fixture as somebody else's program that listens on a socket.</summary>
internal sealed class Listener(Process process) : IDisposable
{
    public static Listener Start(string path, string mode)
    {
        var fixture = FunctionRig.Fixture("socket", path, mode);
        return new Listener(Process.Start(new ProcessStartInfo(fixture.Prog, fixture.Args) { RedirectStandardError = true })!);
    }

    public async Task WhenListening() => (await process.StandardError.ReadLineAsync()).Should().Be("listening");

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}

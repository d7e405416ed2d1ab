namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>The end of the process in the middle of everything, twice.</summary>
internal sealed class Crash : IAttack
{
    public async Task RunAsync(ChaosServer server)
    {
        await server.CrashAsync();
        await server.CrashAsync();
    }
}

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Many signals to load again, close together.</summary>
internal sealed class HangUps : IAttack
{
    public async Task RunAsync(ChaosServer server)
    {
        for (var i = 0; i < 10; i++)
            await server.Process.SignalAsync("HUP");
    }
}

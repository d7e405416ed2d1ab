using System.Text.Json;
using Tocsin.Plugins.Sensu;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Sensu;

public sealed class SensuContractTests : DeliveryContract
{
    protected override async Task<DeliverySubject> CreateAsync(OtherSide side)
    {
        var stand = new SensuStand(side switch { OtherSide.Silent => null, OtherSide.Garbled => "\0nonsense\u0001", _ => "ok" });
        var settings = new SensuSettings { Enabled = true, Addr = stand.Address };
        if (side == OtherSide.Gone)
            await stand.DisposeAsync();
        return new DeliverySubject(new SensuHandler(new SensuOptions(), settings, new HandlerContext()), settings)
        {
            ArrivedAsync = () => Task.FromResult(string.Concat(stand.Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(OutputOf))),
            Reached = stand.Connected,
            CloseAsync = side == OtherSide.Gone ? () => ValueTask.CompletedTask : stand.DisposeAsync,
        };
    }

    private static string? OutputOf(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("output").GetString();
    }
}

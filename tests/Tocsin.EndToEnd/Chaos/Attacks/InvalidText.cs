using System.Text;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Text that is not UTF-8, and halves of characters, where definitions and points are expected.</summary>
internal sealed class InvalidText : IAttack
{
    public async Task RunAsync(ChaosServer server)
    {
        byte[][] bodies =
        [
            [.. "{\"id\":\""u8, 0xC3, 0x28, .. "\",\"script\":\"stream\"}"u8],
            Encoding.ASCII.GetBytes("{\"id\":\"\\ud800\",\"script\":\"stream|from()\",\"kind\":\"\\udfff\"}"),
            [.. "pulse,id="u8, 0xFF, 0xFE, .. " v=1,n=1i 1"u8],
        ];
        foreach (var path in new[] { "/kapacitor/v1/tasks", "/kapacitor/v1/templates", "/tocsin/v1/sources", "/kapacitor/v1/alerts/topics/t/handlers" })
        {
            foreach (var body in bodies)
                await server.SendAsync(HttpMethod.Post, path, body);
        }
    }
}

using System.Text.Json;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>A small JSON Patch that copies a document into itself, again and again.</summary>
internal sealed class DoublingPatch : IAttack
{
    private const int Copies = 40;

    public async Task RunAsync(ChaosServer server)
    {
        await server.DefineHandlerAsync("patched", "h", "http://127.0.0.1:1/");
        var patch = Enumerable.Range(0, Copies).Select(i => new { op = "copy", from = "/options", path = $"/options/x{i}" });

        var (status, _) = await server.SendAsync(HttpMethod.Patch, "/kapacitor/v1/alerts/topics/patched/handlers/h", JsonSerializer.SerializeToUtf8Bytes(patch));

        ((int)status).Should().BeInRange(400, 499);
        await server.RemoveAsync("/kapacitor/v1/alerts/topics/patched/handlers/h");
    }
}

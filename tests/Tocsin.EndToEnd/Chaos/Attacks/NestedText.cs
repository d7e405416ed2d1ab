using System.Net;
using System.Text;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Definitions that are nested deeper than any parser's stack.</summary>
internal sealed class NestedText : IAttack
{
    private const int Depth = 40_000;

    public async Task RunAsync(ChaosServer server)
    {
        foreach (var text in new[] { Repeat("- ") + "1", Repeat("["), Repeat("[") + Repeat("]"), Repeat("{\"a\":") + "1" + Repeat("}") })
        {
            foreach (var path in new[] { "/tocsin/v1/sources", "/kapacitor/v1/tasks", "/kapacitor/v1/alerts/topics/t/handlers" })
                (await server.SendAsync(HttpMethod.Post, path, Encoding.ASCII.GetBytes(text))).Status.Should().Be(HttpStatusCode.BadRequest, path);
        }
    }

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, Depth));
}

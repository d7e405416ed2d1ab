namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Bytes that mean nothing, to all that takes a body.</summary>
internal sealed class RandomRequests : IAttack
{
    private static readonly string[] Paths =
    [
        "/write?db=chaos&rp=rp", "/kapacitor/v1/tasks", "/kapacitor/v1/templates", "/kapacitor/v1/alerts/topics/t/handlers", "/tocsin/v1/sources",
        "/tocsin/v1/check", "/kapacitor/v1/nothing",
    ];

    public async Task RunAsync(ChaosServer server)
    {
        var random = new Random(7);
        foreach (var path in Paths)
        {
            foreach (var length in new[] { 0, 1, 1000, 1 << 20 })
            {
                var body = new byte[length];
                random.NextBytes(body);
                ((int)(await server.SendAsync(HttpMethod.Post, path, body)).Status).Should().BeLessThan(500, path);
            }
        }
    }
}

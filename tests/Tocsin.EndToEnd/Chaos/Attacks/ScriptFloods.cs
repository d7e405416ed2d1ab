using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Scripts as long as they may be, of one thing again and again. They are taken or refused with a reason, soon.</summary>
internal sealed class ScriptFloods : IAttack
{
    // Quadratic work on them takes minutes.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public async Task RunAsync(ChaosServer server)
    {
        foreach (var (what, script) in Scripts())
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { id = "long", dbrps = new[] { new { db = "long", rp = "rp" } }, script, status = "enabled" });
            var clock = Stopwatch.StartNew();
            var (status, text) = await server.SendAsync(HttpMethod.Post, "/kapacitor/v1/tasks", body);
            status.Should().BeOneOf([HttpStatusCode.OK, HttpStatusCode.BadRequest], $"that is what there is to say of {what}: {text[..Math.Min(text.Length, 500)]}");
            (await server.WriteAsync("m v=1 1", "long")).Should().Be(HttpStatusCode.NoContent, what);
            await server.RemoveAsync("/kapacitor/v1/tasks/long");
            clock.Elapsed.Should().BeLessThan(Limit, what);
        }
    }

    private static IEnumerable<(string What, string Script)> Scripts()
    {
        yield return ("groupBy of 100,000", $"stream|from().measurement('m').groupBy({Many(100_000, static i => $"'d{i}'")})|log()");
        yield return ("eval of 20,000", $"stream|from().measurement('m')|eval({Many(20_000, static i => $"lambda: \"v\" + {i}.0")}).as({Many(20_000, static i => $"'f{i}'")})|log()");
        yield return ("100,000 branches", string.Join('\n', Enumerable.Range(0, 100_000).Select(static i => "stream|from()|log()")));
        yield return ("20,000 branches", string.Join('\n', Enumerable.Range(0, 20_000).Select(static i => $"stream|from().measurement('m{i}')|log()")));
        yield return ("20,000 variables", string.Join('\n', Enumerable.Range(0, 20_000).Select(static i => $"var v{i} = lambda: \"v\" > {i}.0")) + "\nstream|from()|log()");
    }

    private static string Many(int count, Func<int, string> make) => string.Join(", ", Enumerable.Range(0, count).Select(make));
}

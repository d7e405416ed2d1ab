using System.Net;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>A pattern that tries for ever, on long texts. Writers of its database do not wait for it, and neither does who deletes its task.</summary>
internal sealed class SlowPattern : IAttack
{
    private const int Points = 200;

    // Without bounds each point takes a second or longer.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task RunAsync(ChaosServer server)
    {
        await server.DefineAsync("slow", """stream|from().measurement('slow')|where(lambda: "text" =~ /^(é+)+\b!$/)|log()""");
        var text = new string('é', 5000);

        for (var i = 0; i < Points; i += 10)
        {
            var lines = string.Join('\n', Enumerable.Range(i + 1, 10).Select(time => $"slow text=\"{text}\" {time}"));
            (await server.WriteAsync(lines).WaitAsync(Limit)).Should().Be(HttpStatusCode.NoContent);
        }

        (await server.WriteAsync("others v=1 1").WaitAsync(Limit)).Should().Be(HttpStatusCode.NoContent);
        await ChaosServer.UntilAsync(async () => (await server.StatusAsync("tasks", "id", "slow")).GetProperty("errors").GetInt64() == Points, "the pattern gives up");
        (await server.StatusAsync("tasks", "id", "slow")).GetProperty("last-error").GetProperty("error").GetString().Should().Contain("the pattern");
        await server.RemoveAsync("/kapacitor/v1/tasks/slow").WaitAsync(Limit);
    }
}

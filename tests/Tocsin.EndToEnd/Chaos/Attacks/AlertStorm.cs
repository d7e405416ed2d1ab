using System.Net;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Long alerts for an endpoint that is not there, more than once the size of the log that the disk allows.</summary>
internal sealed class AlertStorm : IAttack
{
    private const int Writes = 60;
    private const int AlertsOfWrite = 50;
    private const long LongestLog = 12 << 20;

    public async Task RunAsync(ChaosServer server)
    {
        await server.DefineAsync(
            "storm", "stream|from().measurement('storm').groupBy('id')|alert().id('{{ .Tags.id }}').message('{{ .Fields.text }}').details('').crit(lambda: TRUE).topic('storm')");
        await server.DefineHandlerAsync("storm", "dead", "http://127.0.0.1:1/");
        var (text, longest) = (new string('x', 2000), 0L);
        for (var i = 0; i < Writes; i++)
        {
            var lines = string.Join('\n', Enumerable.Range(0, AlertsOfWrite).Select(id => $"storm,id={id} text=\"{text}{i}\" {i + 1}000000000"));
            (await server.WriteAsync(lines)).Should().Be(HttpStatusCode.NoContent);
            longest = Math.Max(longest, new FileInfo(Path.Combine(server.DataFolder, "tocsin.db-wal")).Length);
        }

        longest.Should().BeLessThan(LongestLog);
        await server.RemoveAsync("/kapacitor/v1/tasks/storm");
        await server.RemoveAsync("/kapacitor/v1/alerts/topics/storm/handlers/dead");
    }
}

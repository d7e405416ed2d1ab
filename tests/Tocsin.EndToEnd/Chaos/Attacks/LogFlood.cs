using System.Net;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Points that a node fails at, each for a reason of its own and with what terminals obey. All are counted, few are logged.</summary>
internal sealed class LogFlood : IAttack
{
    private const int Writes = 20;
    private const int PointsOfWrite = 5000;
    private const long MostLogged = 100_000;

    public async Task RunAsync(ChaosServer server)
    {
        var before = new FileInfo(server.LogFile).Length;
        await server.DefineAsync("failing", """stream|from().measurement('failing')|eval(lambda: int("text")).as('n')|log()""");

        for (var i = 0; i < Writes; i++)
        {
            var lines = Enumerable.Range((i * PointsOfWrite) + 1, PointsOfWrite).Select(time => $"failing text=\"\u001b[31m{time}x{new string('y', 200)}\" {time}");
            (await server.WriteAsync(string.Join('\n', lines))).Should().Be(HttpStatusCode.NoContent);
        }

        var task = await server.StatusAsync("tasks", "id", "failing");
        (task.GetProperty("errors").GetInt64(), task.GetProperty("state").GetString()).Should().Be((Writes * PointsOfWrite, "erring"));
        (new FileInfo(server.LogFile).Length - before).Should().BeInRange(1, MostLogged);
        (await File.ReadAllTextAsync(server.LogFile)).Should().NotContain("\u001b");
        await server.RemoveAsync("/kapacitor/v1/tasks/failing");
    }
}

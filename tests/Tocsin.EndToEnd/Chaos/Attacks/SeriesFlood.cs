using System.Net;
using System.Text;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>More than twice the series that the memory allows, each seen once. All of their points are taken, and the memory stays bounded.</summary>
internal sealed class SeriesFlood : IAttack
{
    private const int Series = 450_000;
    private const int SeriesOfWrite = 10_000;

    public async Task RunAsync(ChaosServer server)
    {
        await server.DefineAsync("flood", """stream|from().measurement('flood')|eval(lambda: "v" * 2).as('w')|where(lambda: "w" < 0)|log()""");
        var lines = new StringBuilder();
        for (var i = 1; i <= Series; i++)
        {
            lines.Append("flood,host=server-").Append(i).Append(",region=somewhere v=1i ").Append(i).Append('\n');
            if (i % SeriesOfWrite != 0)
                continue;
            (await server.WriteAsync(lines.ToString())).Should().Be(HttpStatusCode.NoContent);
            lines.Clear();
        }

        var task = await server.StatusAsync("tasks", "id", "flood");
        (task.GetProperty("entered").GetInt64(), task.GetProperty("errors").GetInt64()).Should().Be((Series, 0));
        server.ResidentBytes.Should().BeLessThan(ChaosServer.MostResident);
        await server.RemoveAsync("/kapacitor/v1/tasks/flood");
    }
}

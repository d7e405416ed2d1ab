using System.Globalization;

namespace Tocsin.Benchmarks.Servers;

/// <summary>
/// All that is promised of a server as a whole, measured on builds of it and on a running server that speaks the same API: <c>servers DIR [DIR]
/// [--peer URL PID] [--points N] [--rounds N] [--only NAME,…] [--write PAGE]</c>. Servers take turns, round by round, so that what else the machine does
/// falls on all of them; the best round counts.
/// </summary>
internal static class ServerMeasurement
{
    private static readonly (string Name, Func<int, IMeasurement> Make)[] All =
    [
        ("load", points => new LoadMeasurement(points)),
        ("groups", points => new GroupsMeasurement(points)),
        ("tasks", points => new TasksMeasurement(points)),
        ("start", _ => new StartMeasurement()),
        ("durability", points => new DurabilityMeasurement(points / 5)),
    ];

    public static async Task RunAsync(string[] args)
    {
        var (servers, points, rounds) = (new List<MeasuredServer>(), 500_000, 2);
        string? page = null;
        var only = All.Select(measurement => measurement.Name).ToArray();
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--peer":
                    servers.Add(new RunningServer(new Uri(args[++i]), Number(args[++i])));
                    break;
                case "--points":
                    points = Number(args[++i]);
                    break;
                case "--rounds":
                    rounds = Number(args[++i]);
                    break;
                case "--only":
                    only = args[++i].Split(',');
                    break;
                case "--write":
                    page = args[++i];
                    break;
                default:
                    servers.Add(new Build(args[i]));
                    break;
            }
        }

        if (servers.Count == 0 || only.Except(All.Select(measurement => measurement.Name)).Any() || points <= 0 || rounds <= 0)
            throw new ArgumentException("servers DIR [DIR] [--peer URL PID] [--points N] [--rounds N] [--only load,groups,tasks,start,durability] [--write PAGE]", nameof(args));

        var table = new ResultTable(servers);
        foreach (var (name, make) in All.Where(measurement => only.Contains(measurement.Name)))
        {
            for (var round = 0; round < rounds; round++)
            {
                foreach (var server in servers)
                {
                    await Console.Error.WriteLineAsync($"{name}, round {round + 1}: {server.Name}");
                    await foreach (var figure in make(points).MeasureAsync(server))
                        table.Add(server, figure);
                }
            }
        }

        Console.Write(table.Write());
        if (page is not null)
            TablePage.Renew(page, table.Write());
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

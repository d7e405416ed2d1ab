using System.Text;
using Tocsin.Influx.Writes;
using Tocsin.Pipelines.Influx.Outputs;

namespace Tocsin.Engine.Tests.Influx;

public sealed class FullDiskOutputTests : IDisposable
{
    private static readonly string Large = new('x', 512 * 1024);

    private readonly SmallVolume _disk = new(megabytes: 64);
    private readonly List<string> _learnt = [];
    private readonly InfluxStandIn _influx;

    public FullDiskOutputTests() => _influx = new InfluxStandIn(_disk.Path);

    [VolumeFact]
    public async Task What_waits_in_memory_and_what_was_on_its_way_is_kept_when_the_server_stops_on_a_full_disk()
    {
        var hangs = new TaskCompletionSource();
        _influx.Before = hangs.Task;
        var writes = Enumerable.Range(0, 12).Select(Add).ToList();
        await _influx.Have(1);
        _disk.Fill();
        _influx.Answer = _ => (0, "");
        hangs.SetResult();
        await Until.True(() => Output.WhyFull is not null);

        Output.WhyFull.Should().Contain("Free some space");
        writes.AddRange(Enumerable.Range(12, 6).Select(Add)); // What tasks had taken by then.
        await _influx.RestartAsync();
        await Task.WhenAll(writes);

        _learnt.Should().HaveCount(18).And.OnlyContain(learnt => learnt.StartsWith("Kept 1 ", StringComparison.Ordinal));
        _influx.Answer = _ => (204, "");
        await Until.True(() => _influx.Written.Count == 18, _influx.Time, TimeSpan.FromSeconds(1));
        _influx.Written.Should().Equal(Enumerable.Range(0, 18).Select(Line));
    }

    [VolumeFact]
    public async Task Without_room_for_a_reserve_nothing_is_taken_until_there_is()
    {
        _disk.Fill();
        Output.WhyFull.Should().EndWith("there is no room for its reserve. Nothing more is taken for tasks that write to it until there is room again, or it takes what waits, and nothing that was taken is lost. Free some space, or bring InfluxDB back.");

        _disk.Free();
        Output.WhyFull.Should().BeNull();
        await Add(0);
        _influx.Written.Should().Equal(Line(0));
    }

    [VolumeFact]
    public async Task The_reserve_goes_with_the_server()
    {
        await Add(0);
        var reserve = Path.Combine(_influx.Folder, SpoolReserve.FileName);
        new FileInfo(reserve).Length.Should().BeInRange(4 << 20, 6 << 20, "a sixteenth of the disk, and what waited in memory");

        await _influx.Outputs.DisposeAsync();
        File.Exists(reserve).Should().BeFalse();
    }

    public void Dispose()
    {
        _influx.Dispose();
        _disk.Dispose();
    }

    private InfluxOutput Output => _influx.Outputs.For(_influx.Clusters.Find(""));

    private static string Line(int number) => $"m,large={Large} v={number}";

    private Task Add(int number) => Output.AddAsync(
        new OutputWrite("task/out1", new OutputTarget("db", "rp", "all", WritePrecision.Seconds, Creates: false), 1, Encoding.UTF8.GetBytes(Line(number))),
        (outcome, points, why) =>
        {
            lock (_learnt)
                _learnt.Add($"{outcome} {points} {why}");
        });
}

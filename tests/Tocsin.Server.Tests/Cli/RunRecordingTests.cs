using System.IO.Compression;
using System.Text;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Recordings.Files;

namespace Tocsin.Server.Tests.Cli;

/// <summary>Recordings are data that <c>tocsin run</c> takes as well.</summary>
public sealed class RunRecordingTests : IDisposable
{
    private const string Stream = "stream|from().measurement('cpu')|alert().id('{{ .Name }}').message('{{ index .Fields \"v\" }}').crit(lambda: \"v\" > 1).log('/tmp/x')\n";
    private const string Batch = "batch|query('SELECT v FROM db.rp.cpu').period(1m).every(1m)|sum('v')|alert().message('{{ index .Fields \"sum\" }}').crit(lambda: TRUE).log('/tmp/x')\n";

    private readonly CliRun _cli = new();

    [Fact]
    public async Task Points_of_a_recording_go_through_the_script_whatever_database_they_were_of()
    {
        (await _cli.RunAsync("run", _cli.File("cpu.tick", Stream), "--input", Points("other\nautogen\ncpu v=1 1\nother\nautogen\ncpu v=7 2\n"))).Should().Be(0);

        _cli.Errors.Should().BeEmpty();
        _cli.Output.Should().Contain("7").And.EndWith("1 event, 0 requests; nothing was sent\n");
    }

    [Fact]
    public async Task Batches_of_a_recording_go_through_a_batch_script_and_no_query_is_made()
    {
        (await _cli.RunAsync("run", _cli.File("cpu.tick", Batch), "--dbrp", "db.rp", "--input", Batches(3, 4))).Should().Be(0);

        _cli.Output.Should().Contain("7").And.EndWith("1 event, 0 requests; nothing was sent\n");
    }

    [Fact]
    public async Task Recording_that_is_cut_off_is_reported()
    {
        var file = Points("db\nrp\ncpu v=1 1\n");
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^9]);

        (await _cli.RunAsync("run", _cli.File("cpu.tick", Stream), "--input", file)).Should().Be(3);

        _cli.Errors.Should().Contain(file).And.Contain("cut off");
    }

    [Fact]
    public async Task Recording_of_batches_is_none_for_a_stream_script()
    {
        (await _cli.RunAsync("run", _cli.File("cpu.tick", Stream), "--input", Batches(1))).Should().Be(3);

        _cli.Errors.Should().Contain("is a recording of batches: give line protocol or a .srpl file");
    }

    public void Dispose() => _cli.Dispose();

    private string Points(string text)
    {
        var path = _cli.File("cpu.srpl", "");
        using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        packed.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }

    private string Batches(params double[] values)
    {
        var path = _cli.File("cpu.brpl", "");
        File.Delete(path);
        var series = new SeriesTable(10).Intern(Origin.None, "cpu", TagSet.Empty);
        var layout = FieldLayout.Of(("v", FieldType.Float));
        using var writer = new BatchFileWriter(new BoundedFile(path, new RecordingSpace(), new ReplayOptions().Limits()));
        writer.BeginQuery();
        writer.Write(new SourceBatch("cpu", false, TagSet.Empty, 10, [.. values.Select((value, i) => Point.Create(series, i + 1, layout, [BitConverter.DoubleToInt64Bits(value)], []))]));
        return path;
    }
}

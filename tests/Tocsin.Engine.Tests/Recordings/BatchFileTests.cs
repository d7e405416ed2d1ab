using System.IO.Compression;
using System.Text;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Recordings.Files;

namespace Tocsin.Engine.Tests.Recordings;

public sealed class BatchFileTests : IDisposable
{
    private const long Second = 1_000_000_000;

    private readonly TempFolder _folder = new();
    private readonly SeriesTable _series = new();

    private string File => _folder.Of("r.brpl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Batches_come_back_by_time_with_the_numbers_of_their_queries()
    {
        var first = BatchOf("m", 10 * Second, [new("h", "a")], (1 * Second, 1.5), (2 * Second, 2));
        var second = BatchOf("m", 20 * Second, [], (11 * Second, 3)) with { IsByName = true };
        var other = BatchOf("k", 15 * Second, [], (12 * Second, 4));
        Write([first, second], [other]);

        var read = await ReadAsync();

        read.Select(batch => batch.Query).Should().Equal(0, 1, 0);
        read.Select(batch => Text(batch.Batch)).Should().Equal(Text(first), Text(other), Text(second));
        Entry("0").Should().Be(
            """{"name":"m","tmax":"1970-01-01T00:00:10Z","group":"h=a","tags":{"h":"a"},"points":[{"fields":{"v":1.5},"tags":{"h":"a"},"time":"1970-01-01T00:00:01Z"},{"fields":{"v":2},"tags":{"h":"a"},"time":"1970-01-01T00:00:02Z"}]}""" + "\n" +
            """{"name":"m","tmax":"1970-01-01T00:00:20Z","group":"m","byname":true,"points":[{"fields":{"v":3},"tags":{},"time":"1970-01-01T00:00:11Z"}]}""" + "\n");
    }

    [Fact]
    public async Task What_Kapacitor_wrote_is_read()
    {
        Pack(
            """{"name":"cpu","tmax":"2020-01-01T00:00:10Z","group":"host=a","tags":{"host":"a"},"points":[{"fields":{"s":"x","v":1,"up":true,"none":null},"tags":null,"time":"2020-01-01T00:00:05.000000001Z"}]}""" + "\n" +
            """{"name":"cpu","tmax":"2020-01-01T00:00:20Z"}""" + "\n\n" +
            """{"name":"cpu","points":[{"fields":{"v":1e3},"tags":{"dc":"x","host":"b"},"time":"2020-01-01T00:00:31+00:00"}]}""");

        var read = await ReadAsync();

        read.Select(batch => Text(batch.Batch)).Should().Equal(
            "cpu host=a to 1577836810000000000: 1577836805000000001 host=a s=x v=1 up=1",
            "cpu  to 1577836831000000000: 1577836831000000000 dc=x,host=b v=1000");
    }

    [Theory]
    [InlineData("{\"name\":\"m\"}\n{\"name\":", 2, "it is not a batch: ")]
    [InlineData("[]\n", 1, "it is not a batch: expected an object")]
    [InlineData("{\"name\":\"m\",\"points\":[{\"tags\":{},\"time\":\"2020-01-01T00:00:00Z\"}]}\n", 1, "it is not a batch: a point has fields and a time, and this one is {\"tags\":{}")]
    [InlineData("{\"name\":\"m\",\"points\":[{\"fields\":{\"v\":[1]},\"time\":\"2020-01-01T00:00:00Z\"}]}\n", 1, "it is not a batch: a field is neither a number, nor true or false, nor a text: [1]")]
    [InlineData("{\"name\":\"m\",\"points\":[{\"fields\":{\"v\":1},\"time\":\"noon\"}]}\n", 1, "it is not a batch: \"noon\" is not a time")]
    public async Task What_is_no_batch_is_told_with_its_place(string text, int line, string why)
    {
        Pack(text);

        (await this.Invoking(test => test.ReadAsync()).Should().ThrowAsync<RecordingFileException>()).Which.Message.Should().StartWith($"{File}, entry 0, line {line}: {why}");
    }

    [Fact]
    public async Task A_batch_without_end_is_refused_before_it_fills_the_memory()
    {
        using (var archive = new ZipArchive(System.IO.File.Create(File), ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("0").Open();
            entry.Write("{\"name\":\"m\"}\n"u8);
            for (var i = 0; i < 256; i++)
                entry.Write(Enumerable.Repeat((byte)'[', 1 << 20).ToArray());
        }

        using var reader = new BatchFileReader(File, _series, longestBatch: 1 << 20);
        var read = () => reader.ReadAsync(default).AsTask();

        (await read.Should().ThrowAsync<RecordingFileException>()).Which.Message.Should().Be(
            $"{File}, entry 0, line 2: a batch has more than 1048576 bytes, as many as replay.item-bytes allows: what is played is in memory as a whole; check that this is a recording, or raise the limit");
        reader.Progress.Should().BeLessThan(0.01);
    }

    [Fact]
    public void A_file_that_is_cut_off_says_so()
    {
        Write([BatchOf("m", Second, [], (1, 1))]);
        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, bytes[..^10]);

        ((Action)(() => new BatchFileReader(File, _series))).Should().Throw<RecordingFileException>().WithMessage($"{File}: the file is cut off or damaged: *");
    }

    [Fact]
    public void A_file_that_is_long_enough_takes_no_more_and_is_whole()
    {
        using (var bounded = new BoundedFile(File, new RecordingSpace(), new ReplayOptions { RecordingBytes = 1000 }.Limits()))
        {
            using var writer = new BatchFileWriter(bounded);
            writer.BeginQuery();
            var write = () =>
            {
                for (var i = 0; ; i++)
                    writer.Write(BatchOf("m", i, [new("h", $"{i * 7919 % 10_007}")], [.. Enumerable.Range(0, 100).Select(j => ((long)j, (double)((i + j) * 7919 % 10_007)))]));
            };
            write.Should().Throw<RecordingLimitException>().WithMessage("it has 1000 bytes, as many as replay.recording-bytes allows: record for a shorter time, or raise the limit");
        }

        using var reader = new BatchFileReader(File, _series);
        reader.Queries.Should().Be(1);
    }

    [Fact]
    public async Task A_recording_without_batches_is_a_whole_file()
    {
        Write([], []);

        using var reader = new BatchFileReader(File, _series);
        reader.Queries.Should().Be(2);
        (await reader.ReadAsync(default)).Should().BeNull();
        reader.Progress.Should().Be(1);
    }

    private SourceBatch BatchOf(string name, long time, KeyValuePair<string, string>[] tags, params (long Time, double Value)[] points)
    {
        var set = TagSet.From(tags);
        var layout = FieldLayout.Of(("v", FieldType.Float));
        var series = _series.Intern(Origin.None, name, set);
        return new SourceBatch(name, false, set, time, [.. points.Select(point => Point.Create(series, point.Time, layout, [BitConverter.DoubleToInt64Bits(point.Value)], []))]);
    }

    private static string Text(SourceBatch batch) =>
        $"{batch.Name} {Tags(batch.Tags)} to {batch.Time}: " + string.Join("; ", batch.Points.Select(point =>
            $"{point.Time} {Tags(point.Tags)} " + string.Join(' ', Enumerable.Range(0, point.Layout.Count).Select(slot => $"{point.Layout.NameAt(slot)}={Value(point, slot)}"))));

    private static string Tags(TagSet tags) => string.Join(',', tags.Pairs().Select(tag => $"{tag.Key}={tag.Value}"));

    private static string Value(Point point, int slot) => point.Layout.TypeAt(slot) switch
    {
        FieldType.Float => FormattableString.Invariant($"{point.Float(slot)}"),
        FieldType.String => point.Text(slot),
        _ => FormattableString.Invariant($"{point.Numbers[slot]}"),
    };

    private void Write(params SourceBatch[][] queries)
    {
        using var writer = new BatchFileWriter(new BoundedFile(File, new RecordingSpace(), new ReplayOptions().Limits()));
        foreach (var batches in queries)
        {
            writer.BeginQuery();
            Array.ForEach(batches, writer.Write);
        }
    }

    private void Pack(string text)
    {
        using var archive = new ZipArchive(System.IO.File.Create(File), ZipArchiveMode.Create);
        using var entry = archive.CreateEntry("0").Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    private string Entry(string name)
    {
        using var archive = ZipFile.OpenRead(File);
        using var text = new StreamReader(archive.GetEntry(name)!.Open()); // Written by the test.
        return text.ReadToEnd();
    }

    private async Task<List<(int Query, SourceBatch Batch)>> ReadAsync()
    {
        var read = new List<(int, SourceBatch)>();
        using var reader = new BatchFileReader(File, _series);
        while (await reader.ReadAsync(default) is { } batch)
            read.Add(batch);
        return read;
    }
}

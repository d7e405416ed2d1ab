using System.IO.Compression;
using System.Text;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Recordings.Files;

namespace Tocsin.Engine.Tests.Recordings;

public sealed class StreamFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SeriesTable _series = new();

    private string File => _folder.Of("r.srpl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Points_come_back_with_their_databases_in_their_order()
    {
        Write(("db", "rp", "m,h=a v=1,s=\"two\nlines\" 1\nm,h=b v=2i 2\n"), ("db", "", "m,h=a b=true 3\n"), ("db", "rp", "k v=4 1\n"));

        (await ReadAsync()).Should().Equal("db.rp m a 1", "db.rp m b 2", "db. m a 3", "db.rp k  1");
        Unpacked().Should().Be("db\nrp\nm,h=a v=1,s=\"two\nlines\" 1\ndb\nrp\nm,h=b v=2i 2\ndb\n\nm,h=a b=true 3\ndb\nrp\nk v=4 1\n");
    }

    [Fact]
    public async Task No_more_points_are_answered_at_once_than_were_asked_for()
    {
        Write(("db", "rp", "m v=1 1\nm v=2 2\nm v=3 3\n"));

        (await PartsAsync(most: 2)).Should().Equal(2, 1);
        (await PartsAsync(most: 1)).Should().Equal(1, 1, 1);
    }

    [Fact]
    public async Task A_recording_without_points_is_a_whole_file()
    {
        Write();

        (await ReadAsync()).Should().BeEmpty();
        Unpacked().Should().BeEmpty();
        new FileInfo(File).Length.Should().Be(20);
    }

    [Fact]
    public async Task A_long_file_is_read_whole()
    {
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"m,h={i % 100} v={i},s=\"{new string('x', i % 500)}\" {i}\n"));
        Write(("db", "rp", lines));

        (await PartsAsync(most: 1000)).Should().Equal(Enumerable.Repeat(1000, 20));
    }

    [Fact]
    public async Task A_file_of_several_packed_parts_is_read_whole()
    {
        using (var file = System.IO.File.Create(File))
        {
            foreach (var text in new[] { "db\nrp\nm v=1 1\ndb\nr", "p\nm v=2 2\n" })
            {
                using var packed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
                packed.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        (await PartsAsync(most: 10)).Should().Equal(2);
    }

    [Theory]
    [InlineData("db\nrp\nm v=1 1\n", 1, null)]
    [InlineData("db\nrp\nm v=1 1", 0, "line 1 of the unpacked data: the recording ends within a point: it was cut off")]
    [InlineData("db\nrp\nm v=1 1\ndb\n", 1, "line 4 of the unpacked data: the recording ends within a point: it was cut off")]
    [InlineData("db\nrp\nm v=1 1\ndb\nrp\nm v=x 2\ndb\nrp\nm v=3 3\n", 1, "line 6 of the unpacked data: char 5: field 'v' is neither a number, nor true or false, nor a text in double quotes")]
    [InlineData("db\nrp\n\ndb\nrp\nm v=1 1\n", 0, "line 3 of the unpacked data: char 1: expected a point in line protocol")]
    [InlineData("db\nrp\n# no\n", 0, "line 3 of the unpacked data: char 1: expected a point in line protocol")]
    [InlineData("db\nrp\nm s=\"open 1\ndb\nrp\nm v=1 1\n", 0, "line 3 of the unpacked data: char 5: the text of field 's' has no closing double quote")]
    public async Task What_is_no_recording_is_told_with_its_place_after_what_came_before(string text, int before, string? error)
    {
        Pack(Encoding.UTF8.GetBytes(text));

        var (read, why) = await TryReadAsync();

        (read.Count, why).Should().Be((before, error is null ? null : $"{File}, {error}"));
    }

    [Fact]
    public async Task A_file_that_is_cut_off_is_read_up_to_there()
    {
        Write(("db", "rp", string.Concat(Enumerable.Range(0, 5000).Select(i => $"m v={i * 7919 % 10_007} {i}\n"))));
        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, bytes[..(bytes.Length / 2)]);

        var (read, why) = await TryReadAsync();

        read.Should().HaveCountGreaterThan(100).And.HaveCountLessThan(5000);
        why.Should().StartWith($"{File}, line {(read.Count * 3) + 1} of the unpacked data: the file ").And.Contain("cut off");
    }

    [Theory]
    [InlineData(0)] // An empty file.
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(-1)] // Of the check sum.
    [InlineData(-8)] // All of the data is there.
    [InlineData(-9)]
    public async Task Wherever_a_file_is_cut_off_it_is_noticed(int at)
    {
        Write(("db", "rp", "m v=1 1\nm v=2 2\n"));
        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, bytes[..(at < 0 ? bytes.Length + at : at)]);

        var (read, why) = await TryReadAsync();

        read.Should().HaveCountLessThanOrEqualTo(2);
        why.Should().MatchRegex("cut off");
    }

    [Theory]
    [InlineData("\0")] // As copies of whole blocks leave them.
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("x")]
    [InlineData("garbage here")]
    public async Task Bytes_behind_the_end_are_no_points(string tail)
    {
        Write(("db", "rp", "m v=1 1\nm v=2 2\n"));
        await System.IO.File.AppendAllTextAsync(File, tail);

        var (read, why) = await TryReadAsync().WaitAsync(TimeSpan.FromSeconds(30));

        read.Should().HaveCount(2);
        if (tail[0] == '\0')
            why.Should().BeNull();
        else
            why.Should().Be($"{File}, line 7 of the unpacked data: the recording ends here, and bytes follow that are none of it: remove them, or copy the file again");
    }

    [Fact]
    public async Task A_file_with_other_bytes_in_it_is_damaged()
    {
        Write(("db", "rp", string.Concat(Enumerable.Range(0, 5000).Select(i => $"m v={i * 7919 % 10_007} {i}\n"))));
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes.AsSpan(bytes.Length / 2, 200).Fill(0xFF);
        System.IO.File.WriteAllBytes(File, bytes);

        (await TryReadAsync()).Error.Should().MatchRegex("line [0-9]+ of the unpacked data: (the file is damaged: it cannot be unpacked from here on$|char )");
    }

    [Fact]
    public async Task A_file_that_is_damaged_or_no_packed_one_says_so()
    {
        System.IO.File.WriteAllText(File, "db\nrp\nm v=1 1\n");

        (await TryReadAsync()).Error.Should().Be($"{File}: this is not a recording of points, which is packed by gzip");
        ((Action)(() => new StreamFileReader(_folder.Of("no.srpl"), _series))).Should().Throw<RecordingFileException>().WithMessage("the file of the recording cannot be opened: *no.srpl*");
    }

    [Fact]
    public void A_file_that_is_long_enough_takes_no_more_and_is_whole()
    {
        var space = new RecordingSpace();
        using (var bounded = new BoundedFile(File, space, new ReplayOptions { RecordingBytes = 1000 }.Limits()))
        {
            using var writer = new StreamFileWriter(bounded);
            var write = () =>
            {
                for (var i = 0; ; i++)
                    writer.Write(Points($"m,h={i * 7919 % 10_007} v={i}.{i * 7919 % 10_007} {i}")[0]);
            };
            write.Should().Throw<RecordingLimitException>().WithMessage("it has 1000 bytes, as many as replay.recording-bytes allows: record for a shorter time, or raise the limit");
        }

        space.Bytes.Should().Be(new FileInfo(File).Length);
        Unpacked().Should().EndWith("\n").And.StartWith("db\nrp\nm,h=0 v=0 0\n");
    }

    [Fact]
    public async Task A_point_without_end_is_refused_before_it_fills_the_memory()
    {
        Pack(Enumerable.Repeat((byte)'{', 32 << 20).ToArray());
        using var reader = new StreamFileReader(File, _series) { LongestPoint = 1 << 20 };
        var read = () => reader.ReadAsync(1, default).AsTask();

        (await read.Should().ThrowAsync<RecordingFileException>()).Which.Message.Should().Be(
            $"{File}, line 1 of the unpacked data: a point has more than 1048576 bytes, as many as replay.item-bytes allows: what is played is in memory as a whole; check that this is a recording, or raise the limit");
        reader.Progress.Should().BeLessThan(1);
    }

    private Point[] Points(string lines, string db = "db", string rp = "rp")
    {
        var batch = PointBatch.Rent(_series.OriginOf(db, rp));
        LineProtocolReader.Read(Encoding.UTF8.GetBytes(lines), _series, batch, Precision.Nanosecond, 0).Should().BeEmpty();
        Point[] points = [.. batch.Points.ToArray().Select(point => point.Keep())];
        batch.Release();
        return points;
    }

    private void Write(params (string Db, string Rp, string Lines)[] writes)
    {
        using var writer = new StreamFileWriter(new BoundedFile(File, new RecordingSpace(), new ReplayOptions().Limits()));
        foreach (var (db, rp, lines) in writes)
            Array.ForEach(Points(lines, db, rp), writer.Write);
    }

    private void Pack(byte[] text)
    {
        using var packed = new GZipStream(System.IO.File.Create(File), CompressionLevel.Fastest);
        packed.Write(text);
    }

    private string Unpacked()
    {
        using var text = new StreamReader(new GZipStream(System.IO.File.OpenRead(File), CompressionMode.Decompress));
        return text.ReadToEnd();
    }

    private async Task<List<string>> ReadAsync()
    {
        var (read, error) = await TryReadAsync();
        error.Should().BeNull();
        return read;
    }

    private async Task<(List<string> Read, string? Error)> TryReadAsync()
    {
        var read = new List<string>();
        try
        {
            using var reader = new StreamFileReader(File, new SeriesTable());
            while (await reader.ReadAsync(100, default) is { } batch)
            {
                foreach (var point in batch.Points)
                    read.Add($"{batch.Origin.Database}.{batch.Origin.RetentionPolicy} {point.Name} {point.Tags.Find("h")} {point.Time}");
                batch.Release();
            }

            reader.Progress.Should().Be(1);
            reader.Dispose();
            reader.Progress.Should().Be(1, "whoever looks at a replay may ask when it has ended");
            return (read, null);
        }
        catch (RecordingFileException problem)
        {
            return (read, problem.Message);
        }
    }

    private async Task<List<int>> PartsAsync(int most)
    {
        var parts = new List<int>();
        using var reader = new StreamFileReader(File, new SeriesTable());
        while (await reader.ReadAsync(most, default) is { } batch)
        {
            parts.Add(batch.Count);
            batch.Release();
        }

        return parts;
    }
}
